package org.securechat.client.bot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The program at the other end of this one's standard input and output. */
final class OwnStreams implements Program {
  private final LineStreams lines;
  private final CountDownLatch ended = new CountDownLatch(1);

  OwnStreams(InputStream in, OutputStream out) {
    this.lines = new LineStreams(in, out);
  }

  @Override
  public void write(String line) throws IOException {
    lines.write(line);
  }

  @Override
  public Optional<byte[]> read() throws IOException {
    Optional<byte[]> line = lines.read();
    if (line.isEmpty()) {
      ended.countDown();
    }
    return line;
  }

  @Override
  public int await() throws InterruptedException {
    ended.await();
    return 0;
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
