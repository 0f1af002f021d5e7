package org.securechat.client.file;

import java.time.Duration;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ConnectionException;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.session.ChatSession;
import org.securechat.protocol.application.ErrorCode;

/**
 * How often a transfer goes on after something that passes: a lost connection, a server that has no
 * time. Each step forward gives all attempts back. For one transfer.
 */
final class Patience {
  private static final int ATTEMPTS = 8;
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final ChatSession session;
  private int failures;

  Patience(ChatSession session) {
    this.session = session;
  }

  /** Something went well. */
  void renew() {
    failures = 0;
  }

  /**
   * Waits before the next attempt.
   *
   * @throws ClientException the reason, if it is not one that passes, or there were too many
   */
  void wait(ClientException why) throws ClientException {
    if (!passes(why)) {
      throw why;
    }
    waitAnyway(why);
  }

  /** The same for a reason that this transfer can mend. */
  void waitAnyway(ClientException why) throws ClientException {
    failures++;
    if (failures > ATTEMPTS) {
      throw why;
    }
    pause(Math.min(FIRST.toMillis() << failures, LONGEST.toMillis()));
    // A session that is not to connect again says so at once.
    session.awaitConnection(LONGEST);
  }

  private static boolean passes(ClientException why) {
    return why instanceof ConnectionException
        || (why instanceof RequestRefusedException refused
            && (refused.error() == ErrorCode.UNAVAILABLE
                || refused.error() == ErrorCode.RATE_LIMITED));
  }

  /**
   * Waits.
   *
   * @throws ClientException if this thread is interrupted
   */
  static void pause(long millis) throws ClientException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientException("the transfer was interrupted", e);
    }
  }
}
