package org.securechat.it.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines a process has written to one of its streams, collected while it runs. */
public final class ProcessOutput {

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  ProcessOutput(String name, InputStream stream) {
    Thread reader = new Thread(() -> collect(stream), name);
    reader.setDaemon(true);
    reader.start();
  }

  private void collect(InputStream stream) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      // A process that was killed takes its end of the pipe along.
      if (!"Stream closed".equals(e.getMessage())) {
        throw new UncheckedIOException(e);
      }
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** What was written so far. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** What was written so far, as one text. */
  public String text() {
    return String.join("\n", lines());
  }

  /**
   * Waits for a line.
   *
   * @return nothing if the stream ended or the limit passed before there was one
   */
  synchronized Optional<String> await(Predicate<String> wanted, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        if (wanted.test(lines.get(seen))) {
          return Optional.of(lines.get(seen));
        }
      }
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        return Optional.empty();
      }
      wait(left / 1_000_000 + 1);
    }
  }

  /** Waits until the stream has ended, at most that long. */
  synchronized void awaitEnd(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !ended && left > 0; left = deadline - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }
}
