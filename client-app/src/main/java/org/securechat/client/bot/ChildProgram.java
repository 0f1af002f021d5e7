package org.securechat.client.bot;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;

/**
 * A program as a child of this one, started without a shell. Of this one's environment it gets what
 * every program needs and what is named, and so no secret; what it writes to standard error goes to
 * this one's.
 */
final class ChildProgram implements Program {
  private static final long GENTLE_SECONDS = 5;

  /** What begins so may be a secret of this program. */
  private static final String OURS = "SECURECHAT_";

  private static final Set<String> PASSED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "TEMP", "SYSTEMROOT");

  private static final String LOCALE = "LC_";

  private final Process process;
  private final LineStreams lines;

  private ChildProgram(Process process) {
    this.process = process;
    this.lines =
        new LineStreams(
            new BufferedInputStream(process.getInputStream()), process.getOutputStream());
  }

  /**
   * Starts it.
   *
   * @param command the program and its arguments
   * @param environment variables that it gets beside the usual ones
   * @throws ClientException if there is no such program
   */
  static ChildProgram start(List<String> command, Set<String> environment) throws ClientException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    keep(builder.environment(), environment);
    try {
      return new ChildProgram(builder.start());
    } catch (IOException e) {
      throw new ClientException(
          command.getFirst() + " cannot be started: " + e.getMessage(),
          "Name a program that is there and that you may execute; no shell is used.",
          e);
    }
  }

  /** Takes everything out that is neither usual nor named. */
  static void keep(Map<String, String> variables, Set<String> named) {
    Set<String> all = new TreeSet<>(variables.keySet());
    for (String name : all) {
      String upper = name.toUpperCase(Locale.ROOT);
      boolean usual = PASSED.contains(upper) || upper.startsWith(LOCALE);
      if (isOurs(name) || !(usual || named.contains(name))) {
        variables.remove(name);
      }
    }
  }

  /** Whether a variable can hold a secret of this program. */
  static boolean isOurs(String name) {
    return name.toUpperCase(Locale.ROOT).startsWith(OURS);
  }

  @Override
  public void write(String line) throws IOException {
    lines.write(line);
  }

  @Override
  public Optional<byte[]> read() throws IOException {
    return lines.read();
  }

  @Override
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GENTLE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
