package org.securechat.it.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A process that a test has started, and everything it says. */
public final class RunningProcess implements AutoCloseable {

  /** What {@link FailureReport} reports on. */
  private static final Queue<RunningProcess> STARTED = new ConcurrentLinkedQueue<>();

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final String name;
  private final Process process;
  private final ProcessOutput out;
  private final ProcessOutput err;

  private RunningProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.out = new ProcessOutput(name + " out", process.getInputStream());
    this.err = new ProcessOutput(name + " err", process.getErrorStream());
  }

  public static RunningProcess start(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("SECURECHAT_"));
    builder.environment().putAll(environment);
    try {
      RunningProcess started = new RunningProcess(name, builder.start());
      STARTED.add(started);
      // A test run that is itself killed must not leave servers behind.
      Runtime.getRuntime().addShutdownHook(new Thread(started.process::destroyForcibly));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<RunningProcess> started() {
    return List.copyOf(STARTED);
  }

  String name() {
    return name;
  }

  /** Its number, as the system knows it. */
  public long pid() {
    return process.pid();
  }

  /** Its number and those of all processes that it has started. */
  public List<Long> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessOutput out() {
    return out;
  }

  public ProcessOutput err() {
    return err;
  }

  public Optional<String> awaitLine(Predicate<String> wanted, Duration limit) {
    try {
      return out.await(wanted, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Types a line. */
  public void say(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the input, as Ctrl-D does. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. What it says on its way out is still read, which {@code Process.destroy} prevents. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(20));
  }

  /** The exit code; a process that does not end within the limit fails the test. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " did not end within " + limit + "\n" + stacks());
      }
      out.awaitEnd(LAST_WORDS);
      err.awaitEnd(LAST_WORDS);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Leaves nothing running and nothing to report. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    STARTED.remove(this);
  }

  public String report() {
    String state = process.isAlive() ? "is running" : "ended with " + process.exitValue();
    return name
        + " "
        + state
        + "\n--- its output ---\n"
        + tail(out)
        + "\n--- its errors ---\n"
        + tail(err);
  }

  /**
   * What a Java process that hangs is waiting for, as it writes it on SIGQUIT: the last of its
   * output. Nothing of one that has ended.
   */
  String stacks() {
    if (!process.isAlive()) {
      return "";
    }
    int before = out.lines().size();
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(pid())).start().waitFor();
      out.await(line -> line.startsWith("Heap"), LAST_WORDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    List<String> lines = out.lines();
    return String.join("\n", lines.subList(before, lines.size()));
  }

  private static String tail(ProcessOutput output) {
    List<String> lines = output.lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 200), lines.size()));
  }
}
