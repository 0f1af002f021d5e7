package org.securechat.client.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ServerAddress;

/**
 * A server in a process of its own, whose output goes to a file. Thread-safe: any thread may stop
 * it at any time, also twice.
 */
final class ServerProcess {
  private static final Pattern READY = Pattern.compile("^ready: chat on (\\S+?)[ ,].*$");
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** How it ended. */
  enum End {
    /** It stopped by itself when it was asked to. */
    STOPPED,
    /** It had ended before it was asked to. */
    GONE_BEFORE,
    /** It did not stop in time. */
    KILLED
  }

  /**
   * The command line of a server of this installation, on free loopback ports.
   *
   * @param home the folder with the server's jar
   */
  static List<String> command(Path home, Path data, Path pki, boolean verbose)
      throws ClientException {
    Path jar = home.resolve("securechat-server.jar");
    if (!Files.isRegularFile(jar)) {
      throw new ClientException(
          "there is no " + jar, "Run this by the script 'securechat', which knows where it is.");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    // A demonstration is over before the thorough compiler would have paid off.
    command.addAll(List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.addAll(List.of("--data", data.toString(), "--pki", pki.toString()));
    command.addAll(List.of("--port", "0", "--admin-port", "0"));
    if (verbose) {
      command.add("--verbose");
    }
    return command;
  }

  /**
   * Starts it.
   *
   * @param command the whole command line
   * @param log where its output goes
   */
  static ServerProcess start(List<String> command, Path folder, Path log) throws ClientException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      return new ServerProcess(process, log);
    } catch (IOException e) {
      throw new ClientException("the server cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until it says that it is ready.
   *
   * @return the address in its own words, since it chose the port itself
   * @throws ClientException if it ends instead, or takes longer than the limit
   */
  ServerAddress awaitReady(Duration limit) throws ClientException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      Optional<String> address = ready();
      if (address.isPresent()) {
        return ServerAddress.parse(address.get());
      }
      if (!alive) {
        throw new ClientException("the server ended with exit code " + process.exitValue());
      }
      if (System.nanoTime() > end) {
        throw new ClientException("the server was not ready within " + limit.toSeconds() + " s");
      }
      Thread.sleep(LOOK.toMillis());
    }
  }

  private Optional<String> ready() throws ClientException {
    for (String line : lines()) {
      Matcher matcher = READY.matcher(line);
      if (matcher.matches()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private List<String> lines() throws ClientException {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      // The last one may still be growing.
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new ClientException("the server's output cannot be read: " + e.getMessage());
    }
  }

  /** The end of what it said. */
  List<String> tail(int count) throws ClientException {
    List<String> lines = new ArrayList<>(lines());
    lines.removeIf(String::isBlank);
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  /** Asks it to stop, waits for that, and kills it if it takes longer than the limit. */
  End stop(Duration limit) {
    if (!process.isAlive()) {
      return End.GONE_BEFORE;
    }
    process.destroy();
    if (ended(limit)) {
      return End.STOPPED;
    }
    process.destroyForcibly();
    ended(KILL_LIMIT);
    return End.KILLED;
  }

  /** Ends it without a warning, as a machine does that loses its power. */
  void kill() {
    process.destroyForcibly();
    ended(KILL_LIMIT);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits even if this thread is being interrupted: nothing may be left behind. */
  private boolean ended(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
