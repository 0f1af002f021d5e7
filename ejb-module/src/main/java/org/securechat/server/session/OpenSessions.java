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
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.delivery.Delivery;

/**
 * The sessions that are open on this server: connections whose peer has proved who it is, whether
 * or not a user has logged in. Those of other servers of its cluster are not seen here, but end,
 * too, when all of a user's do. Safe from any thread.
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
  private final ClusterSessions everywhere;

  /** For the container's proxy. */
  public OpenSessions() {
    this((Supplier<Collection<Connection>>) null, null, null);
  }

  @Inject
  public OpenSessions(Gateway gateway, Delivery delivery, ClusterSessions everywhere) {
    this(gateway::connections, delivery, everywhere);
  }

  OpenSessions(
      Supplier<Collection<Connection>> connections, Delivery delivery, ClusterSessions everywhere) {
    this.connections = connections;
    this.delivery = delivery;
    this.everywhere = everywhere;
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
   * Ends one session, on whichever server of the cluster it is.
   *
   * @return false if there is no such session
   */
  public boolean end(String id, EndReason reason) {
    return endWith(session -> session.channelBinding().equals(id), reason) > 0
        || everywhere.endElsewhereById(id);
  }

  /**
   * Ends all sessions of a user, on all servers of the cluster.
   *
   * @return how many
   */
  public int endOf(String username, EndReason reason) {
    return endWith(session -> session.user().filter(username::equals).isPresent(), reason)
        + everywhere.endElsewhere(username);
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
