package org.securechat.client.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.bench.Findings.Kind;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;

/** Pings for connections that say nothing else, which the server would end, until it is closed. */
final class SignsOfLife implements AutoCloseable {
  /** Well below the server's five minutes. */
  private static final Duration INTERVAL = Duration.ofMinutes(2);

  private final CountDownLatch over = new CountDownLatch(1);

  private SignsOfLife() {}

  static SignsOfLife start(Collection<LoadConnection> connections, Findings findings) {
    SignsOfLife signs = new SignsOfLife();
    Thread.ofPlatform()
        .name("securechat-bench-pings")
        .daemon()
        .start(() -> signs.send(connections, findings));
    return signs;
  }

  private void send(Collection<LoadConnection> connections, Findings findings) {
    try {
      while (!over.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        pingAll(connections, findings);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Each of them is still there if it is answered. */
  static void pingAll(Collection<LoadConnection> connections, Findings findings) {
    for (LoadConnection connection : connections) {
      try {
        connection.ask(Request.Ping::new, Answer.Empty.class);
      } catch (ClientException e) {
        findings.add(Kind.CONNECTION, connection.user() + ": " + e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
