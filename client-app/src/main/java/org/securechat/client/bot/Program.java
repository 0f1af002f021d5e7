package org.securechat.client.bot;

import java.io.IOException;
import java.util.Optional;

/** A program that is running: lines go in, and lines come out. */
interface Program extends AutoCloseable {
  /** Bytes of the longest line that is taken from a program. */
  int LONGEST_LINE = 131_072;

  /**
   * Writes a line and flushes it. Thread-safe.
   *
   * @throws IOException if the program takes no more
   */
  void write(String line) throws IOException;

  /**
   * The next line of the program, without its end; of one that is longer than {@link
   * #LONGEST_LINE}, an empty one.
   *
   * @return empty once there is none any more
   */
  Optional<byte[]> read() throws IOException;

  /**
   * Waits until the program has ended.
   *
   * @return its exit code
   */
  int await() throws InterruptedException;

  /** Has the program end, gently at first. Idempotent. */
  @Override
  void close();
}
