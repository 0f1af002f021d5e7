package org.securechat.protocol.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The real tool, so that what we call verifiable is verified by somebody else's code. */
final class OpenSsl {
  private OpenSsl() {}

  /** For {@code @EnabledIf}: tests are skipped only where there is no openssl at all. */
  static boolean isInstalled() {
    try {
      return run(Path.of("."), "openssl", "version").exit() == 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  static Result run(Path folder, String... command) {
    try {
      Path output = Files.createTempFile("output", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        int exit = process.waitFor();
        return new Result(
            exit, new String(Files.readAllBytes(output), StandardCharsets.UTF_8), List.of(command));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  record Result(int exit, String output, List<String> command) {}
}
