package org.securechat.server.chat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.cluster.SessionsChanged;
import org.securechat.server.delivery.SecureConnection;

/**
 * The sessions that may still bring something on record: those that are open, and those that have
 * ended and whose last requests are not decided yet. A client that has lost a connection has the
 * server settle it (PROTOCOL.md 7.3, {@code ends}), and knows then what became of its last message.
 *
 * <p>Sessions in memory are those of this server; those of others of its cluster are rows. What a
 * server that was alone was asked before this one began to write is decided. Thread-safe.
 */
@ApplicationScoped
public class UnsettledSessions {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Map<String, UserSession> sessions = new ConcurrentHashMap<>();
  private final ClusterSessions everywhere;
  private final Duration limit;

  /** For the container's proxy. */
  public UnsettledSessions() {
    this(null, LIMIT);
  }

  /** Waits for as long as a client may wait for the answer to its login. */
  @Inject
  public UnsettledSessions(ClusterSessions everywhere) {
    this(everywhere, LIMIT);
  }

  UnsettledSessions(ClusterSessions everywhere, Duration limit) {
    this.everywhere = everywhere;
    this.limit = limit;
  }

  /** A user is about to be told that they have logged in. */
  public void opening(SecureConnection connection, AuthenticatedUser user) {
    everywhere.opened(connection, user);
  }

  /** The user was not told so. */
  public void notOpened(SecureConnection connection, AuthenticatedUser user) {
    everywhere.closed(connection.channelBinding(), user.username());
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
            .thenRun(() -> {
              sessions.remove(session.connection().channelBinding(), session);
              everywhere.closed(session.connection().channelBinding(), session.userName());
            });
  }

  /**
   * Ends a session if it is still open, and waits until all that it has asked for is decided.
   * Another user's session is as unknown as one that never was.
   *
   * @throws ChatException {@code SESSION_UNSETTLED} if that takes too long; the user may try again
   */
  public void settle(AuthenticatedUser user, String channelBinding) {
    settleHere(user.id(), channelBinding);
    everywhere.end(channelBinding, user.id(), user.username());
  }

  /** Ends what the user has ended by a login to another server, or what others took for dead. */
  void endGone(@Observes SessionsChanged changed) {
    List<UserSession> here =
        sessions.values().stream()
            .filter(session -> changed.users().contains(session.userName()))
            .toList();
    if (!here.isEmpty()) {
      Set<String> open = everywhere.openOf(changed.users());
      here.stream()
          .filter(session -> !open.contains(session.connection().channelBinding()))
          .forEach(session -> session.connection().close());
    }
  }

  private void settleHere(UUID user, String channelBinding) {
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
