package org.securechat.server.session;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.Gateway;
import org.securechat.server.ServerLog;
import org.securechat.server.delivery.Delivery;

/**
 * The sessions that are open on this node: connections whose peer has proved who it is, whether or
 * not a user has logged in. Other nodes' sessions are not seen here. Safe from any thread.
 *
 * <p>A session is ended on the delivery thread, so that everything committed before is answered
 * first; the methods do not wait for that. What the peer has sent and the server has not read yet
 * is dropped. What is being written at that moment is written, and the peer finds it in the history
 * when it comes back, if it may.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OpenSessions {

  private final Supplier<Collection<Connection>> connections;
  private final Delivery delivery;

  /** For the container's proxy. */
  public OpenSessions() {
    this((Supplier<Collection<Connection>>) null, null);
  }

  @Inject
  public OpenSessions(Gateway gateway, Delivery delivery) {
    this(gateway::connections, delivery);
  }

  OpenSessions(Supplier<Collection<Connection>> connections, Delivery delivery) {
    this.connections = connections;
    this.delivery = delivery;
  }

  /** Those of this moment, in no particular order. */
  public List<OpenSession> list() {
    return open().map(Session::describe).toList();
  }

  /**
   * The session with that id, if it is open here.
   *
   * @param id as {@link OpenSession#channelBinding}
   */
  public Optional<OpenSession> find(String id) {
    return list().stream().filter(session -> session.channelBinding().equals(id)).findFirst();
  }

  /**
   * Ends one session.
   *
   * @return false if there is no such session here
   */
  public boolean end(String id, EndReason reason) {
    return endWith(session -> session.channelBinding().equals(id), reason) > 0;
  }

  /**
   * Ends all sessions of a user.
   *
   * @return how many
   */
  public int endOf(String username, EndReason reason) {
    return endWith(session -> session.user().filter(username::equals).isPresent(), reason);
  }

  /**
   * Ends all sessions that meet a condition.
   *
   * @return how many
   */
  public int endWith(Predicate<OpenSession> condition, EndReason reason) {
    List<Session> ending = open().filter(session -> condition.test(session.describe())).toList();
    ending.forEach(session -> end(session, reason));
    return ending.size();
  }

  private Stream<Session> open() {
    return connections.get().stream()
        .filter(Connection::isOpen)
        .map(Connection::state)
        .filter(Session.class::isInstance)
        .map(Session.class::cast);
  }

  private void end(Session session, EndReason reason) {
    OpenSession ending = session.describe();
    ServerLog.sessionEnded(
        ending.connection(), ending.user().orElse("-"), reason.name().toLowerCase(Locale.ROOT));
    delivery.submit(() -> session.end(reason));
  }
}
