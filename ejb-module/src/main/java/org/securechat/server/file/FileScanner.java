package org.securechat.server.file;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.securechat.server.file.FileSettings.Scanner;

/** Has a program of the operator's examine a content. No shell is involved. */
final class FileScanner {
  private static final int CLEAN = 0;
  private static final int INFECTED = 1;

  private final Scanner scanner;

  FileScanner(Scanner scanner) {
    this.scanner = scanner;
  }

  /** What the program says. */
  sealed interface Finding {
    record Clean() implements Finding {}

    record Infected() implements Finding {}

    /** It says nothing: {@code why} is for the log. */
    record Unknown(String why) implements Finding {}
  }

  /** Waits for the program, up to its limit. */
  Finding examine(Path content) throws InterruptedException {
    List<String> command = new ArrayList<>(scanner.command());
    command.add(content.toAbsolutePath().toString());
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return new Finding.Unknown("the scanner cannot be started: " + e.getMessage());
    }
    try {
      if (!process.waitFor(scanner.limit().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Finding.Unknown("the scanner took longer than " + scanner.limit());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return switch (process.exitValue()) {
      case CLEAN -> new Finding.Clean();
      case INFECTED -> new Finding.Infected();
      default -> new Finding.Unknown("the scanner ended with " + process.exitValue());
    };
  }
}
