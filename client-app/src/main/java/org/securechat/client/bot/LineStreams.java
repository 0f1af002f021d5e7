package org.securechat.client.bot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Two streams of lines. Writing is thread-safe; one thread reads. */
final class LineStreams {
  private final InputStream in;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();

  LineStreams(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  void write(String line) throws IOException {
    writing.lock();
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  /** As {@link Program#read}. A last line without its end is one, too. */
  Optional<byte[]> read() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(tooLong ? new byte[0] : line.toByteArray());
      }
      tooLong |= line.size() >= Program.LONGEST_LINE;
      if (!tooLong) {
        line.write(next);
      }
    }
    return line.size() == 0 || tooLong ? Optional.empty() : Optional.of(line.toByteArray());
  }
}
