package org.securechat.client.attack.target;

import java.io.IOException;
import java.io.OutputStream;

/** Writes one byte each second until it is closed (a slow-loris attack). */
public final class SlowWriter implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Thread thread;

  private SlowWriter(Thread thread) {
    this.thread = thread;
  }

  /** Starts writing. It stops when the peer takes no more bytes. */
  public static SlowWriter start(OutputStream out, byte[] bytes) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (byte one : bytes) {
                  out.write(one);
                  out.flush();
                  Thread.sleep(PAUSE_MILLIS);
                }
              } catch (InterruptedException | IOException _) {
                // The server has closed, or the scenario is over.
                return;
              }
            },
            "securechat-slow-writer");
    thread.setDaemon(true);
    thread.start();
    return new SlowWriter(thread);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
