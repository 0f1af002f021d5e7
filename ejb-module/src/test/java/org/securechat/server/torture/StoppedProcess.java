package org.securechat.server.torture;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.securechat.server.testing.TestDatabase;

/**
 * A {@link TalkingProcess} that stands still while its files are looked at: then they are what the
 * operating system would have if it had been killed there. Linux only.
 */
final class StoppedProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path printed;

  StoppedProcess(Path folder, Path pki, long seed, Path printed) throws IOException {
    this.printed = printed;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(TestDatabase.optionsOfAnotherProcess());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            TalkingProcess.class.getName(),
            folder.toString(),
            pki.toString(),
            Long.toString(seed)));
    process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  static boolean isPossible() {
    return Files.isDirectory(Path.of("/proc/self/task"));
  }

  /** What it has promised so far, without a last line that has no end yet. */
  List<Promise> promises() throws IOException {
    String text = Files.readString(printed, StandardCharsets.US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Promise::parse).toList();
  }

  /** Lets it run until it has promised so much more, and stops it wherever it is then. */
  void runOn(int promises) throws IOException, InterruptedException {
    int wanted = promises().size() + promises;
    signal("CONT");
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> !process.isAlive() || promises().size() >= wanted);
    signal("STOP");
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(this::stands);
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("the process is gone");
    }
  }

  /** Every thread of it. */
  private boolean stands() throws IOException {
    try (Stream<Path> threads =
        Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      for (Path thread : threads.toList()) {
        String state = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
        if (state.charAt(state.lastIndexOf(')') + 2) != 'T') {
          return false;
        }
      }
      return true;
    }
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
