package org.securechat.it.secondlanguage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the second implementation, which is written in Python. */
public final class Python {
  private static final Path SCRIPTS = Path.of("src", "test", "python").toAbsolutePath();
  private static final long LIMIT_SECONDS = 120;
  private static final String NEEDED = "import cryptography, ctypes; ctypes.CDLL('libargon2.so.1')";

  private final String interpreter;

  private Python(String interpreter) {
    this.interpreter = interpreter;
  }

  /** An interpreter that has what the scripts need: Debian's python3-cryptography, libargon2-1. */
  public static Optional<Python> installed() {
    return List.of("/usr/bin/python3", "python3").stream()
        .map(Python::new)
        .filter(python -> python.execute("-c", NEEDED).exit() == 0)
        .findFirst();
  }

  /** Runs one of the scripts until it ends. */
  public Run script(String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-B", SCRIPTS.resolve(name).toString()));
    all.addAll(List.of(arguments));
    return execute(all.toArray(String[]::new));
  }

  private Run execute(String... arguments) {
    List<String> command = new ArrayList<>(List.of(interpreter));
    command.addAll(List.of(arguments));
    try {
      // Into a file: a pipe that is not emptied would stop the process.
      Path said = Files.createTempFile("python", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String output = Files.readString(said, StandardCharsets.UTF_8);
      Files.delete(said);
      return new Run(ended ? process.exitValue() : -1, output);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Run(-1, "interrupted");
    } catch (IOException e) {
      return new Run(-1, new UncheckedIOException(e).toString());
    }
  }

  /** How a run ended, -1 if it had to be ended, and all that it said. */
  public record Run(int exit, String output) {}
}
