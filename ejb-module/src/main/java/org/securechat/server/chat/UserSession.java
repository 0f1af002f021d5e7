package org.securechat.server.chat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.delivery.Subscriber;
import org.securechat.server.ledger.SenderCertificate;

/**
 * One login on one connection. The message sequence belongs to the connection's own calls, which
 * come one at a time; the rest is safe from any thread.
 */
public final class UserSession implements Subscriber {

  private final AuthenticatedUser user;
  private final SecureConnection connection;
  private final SenderCertificate certificate;
  private final Map<UUID, SeenRoom> seen = new ConcurrentHashMap<>();
  private final Map<String, UUID> listening = new ConcurrentHashMap<>();
  private final Map<UUID, Long> left = new ConcurrentHashMap<>();
  private final Set<CompletableFuture<Void>> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;
  private long lastSequence;

  UserSession(AuthenticatedUser user, SecureConnection connection) {
    this.user = user;
    this.connection = connection;
    this.certificate = SenderCertificate.of(connection.peer());
  }

  AuthenticatedUser user() {
    return user;
  }

  /** Whether a program has logged in: each of its lines has to say so. */
  boolean isBot() {
    return user.isBot();
  }

  /** What the user's lines in the transcript name. */
  SenderCertificate certificate() {
    return certificate;
  }

  /** The id of the account, which outlives its name. */
  public UUID userId() {
    return user.id();
  }

  @Override
  public String userName() {
    return user.username();
  }

  @Override
  public SecureConnection connection() {
    return connection;
  }

  @Override
  public Map<String, UUID> listening() {
    return listening;
  }

  /** The room of this name if the session listens to it. */
  Optional<UUID> listenedRoom(String name) {
    return Optional.ofNullable(listening.get(name));
  }

  /** The number that the next message must carry. */
  long nextSequence() {
    return lastSequence + 1;
  }

  /** Only after the message's signature has been verified. */
  void advanceSequence() {
    lastSequence++;
  }

  @Override
  public void visibleFrom(UUID room, String name, long position) {
    left.remove(room);
    seen.putIfAbsent(room, new SeenRoom(room, name, position));
  }

  @Override
  public long firstVisible(UUID room) {
    SeenRoom first = seen.get(room);
    return first == null ? 0 : first.first();
  }

  @Override
  public void visibleUntil(UUID room, long position) {
    left.put(room, position);
  }

  /** The position of the last line it could see of a room that it has left since. */
  Optional<Long> leftAt(UUID room) {
    return Optional.ofNullable(left.get(room));
  }

  Iterable<SeenRoom> seen() {
    return seen.values();
  }

  /**
   * One unit of work that must end before the session's receipts are made; it also counts against
   * the connection's bound of unfinished work.
   *
   * @throws ChatException {@code SESSION_ENDED}
   */
  InFlightPermit work() {
    InFlightPermit permit = connection.acquirePermit();
    CompletableFuture<Void> done = new CompletableFuture<>();
    unfinished.add(done);
    // After the add: either the one who ends the session waits for this, or this sees the end.
    if (ended) {
      finish(permit, done);
      throw new ChatException(Reason.SESSION_ENDED, "the user has ended this session");
    }
    return () -> finish(permit, done);
  }

  /** From now on nothing is begun; completes when what was begun is delivered or refused. */
  CompletableFuture<Void> end() {
    ended = true;
    return quiet();
  }

  // This very future leaves the set, whatever another one would be equal to.
  @SuppressWarnings("UndefinedEquals")
  private void finish(InFlightPermit permit, CompletableFuture<Void> done) {
    permit.release();
    unfinished.remove(done);
    done.complete(null);
  }

  /** Completes when everything the session has asked for so far is delivered or refused. */
  CompletableFuture<Void> quiet() {
    return CompletableFuture.allOf(unfinished.toArray(CompletableFuture[]::new));
  }

  @Override
  public String toString() {
    return "UserSession[" + user.username() + " on connection " + connection.id() + "]";
  }

  /**
   * A room this session has listened to.
   *
   * @param first the position of the first line it could see as it came
   */
  record SeenRoom(UUID id, String name, long first) {}
}
