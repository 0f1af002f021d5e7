package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.server.chat.ChatException.Reason;

/**
 * The sessions that may still bring something on record: those that are open, and those that have
 * ended and whose last requests are not decided yet. A client that has lost a connection has the
 * server settle it (PROTOCOL.md 7.3, {@code ends}), and knows then what became of its last message.
 *
 * <p>Sessions are those of this server: no other one writes, and what it was asked before it began
 * to write is decided. Thread-safe.
 */
@ApplicationScoped
public class UnsettledSessions {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Map<String, UserSession> sessions = new ConcurrentHashMap<>();
  private final Duration limit;

  /** Waits for as long as a client may wait for the answer to its login. */
  public UnsettledSessions() {
    this(LIMIT);
  }

  UnsettledSessions(Duration limit) {
    this.limit = limit;
  }

  /** A user has logged in. */
  public void opened(UserSession session) {
    sessions.put(session.connection().channelBinding(), session);
  }

  /** Nothing that its peer sends is looked at any more. */
  public void ended(UserSession session) {
    var _ =
        session
            .end()
            .thenRun(() -> sessions.remove(session.connection().channelBinding(), session));
  }

  /**
   * Ends a session if it is still open, and waits until all that it has asked for is decided.
   * Another user's session is as unknown as one that never was.
   *
   * @throws ChatException {@code SESSION_UNSETTLED} if that takes too long; the user may try again
   */
  public void settle(UUID user, String channelBinding) {
    UserSession session = sessions.get(channelBinding);
    if (session == null || !session.userId().equals(user)) {
      return;
    }
    try {
      var decided = session.end();
      session.connection().close();
      decided.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw unsettled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unsettled();
    }
  }

  private static ChatException unsettled() {
    return new ChatException(
        Reason.SESSION_UNSETTLED, "the earlier session's last requests are not decided yet");
  }
}
