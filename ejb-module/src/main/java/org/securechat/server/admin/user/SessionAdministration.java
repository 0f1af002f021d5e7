package org.securechat.server.admin.user;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.ListedSession;
import org.securechat.server.session.OpenSessions;

/**
 * What operators do with the sessions that are open on this node. Ending one is in the audit log
 * before it happens.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SessionAdministration {
  /** The id is random: it makes an order where the time does not. */
  private static final Comparator<ListedSession> OLDEST_FIRST =
      Comparator.comparing(ListedSession::since).thenComparing(ListedSession::channelBinding);

  private final OpenSessions sessions;
  private final ClusterSessions everywhere;
  private final AuditLog audit;

  /** For the container's proxy. */
  public SessionAdministration() {
    this(null, null, null);
  }

  @Inject
  public SessionAdministration(OpenSessions sessions, ClusterSessions everywhere, AuditLog audit) {
    this.sessions = sessions;
    this.everywhere = everywhere;
    this.audit = audit;
  }

  /**
   * The open sessions, oldest first: those of this server, and the logins to others of its cluster.
   *
   * @param user only those of that user
   * @param after the last session of the previous page
   * @param limit at most that many, at least 1
   */
  public List<ListedSession> list(Optional<String> user, Optional<SessionPlace> after, int limit) {
    return all()
        .filter(session -> user.isEmpty() || session.user().equals(user))
        .filter(session -> after.isEmpty() || after.get().isBefore(session))
        .sorted(OLDEST_FIRST)
        .limit(limit)
        .toList();
  }

  /**
   * Finds one open session.
   *
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public ListedSession get(String id) {
    return all()
        .filter(session -> session.channelBinding().equals(id))
        .findFirst()
        .orElseThrow(SessionAdministration::notFound);
  }

  private Stream<ListedSession> all() {
    return Stream.concat(
        sessions.list().stream().map(ListedSession::of),
        everywhere.listElsewhere().stream().map(ListedSession::of));
  }

  /**
   * Ends one session. Its user may come back.
   *
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public void disconnect(String id, Actor actor) {
    ListedSession session = get(id);
    audit.record(
        AuditEvent.of(AuditAction.SESSION_END)
            .by(actor)
            .on(session.user().orElse(""))
            .with("session", id));
    sessions.end(id, EndReason.DISCONNECTED);
  }

  /**
   * Ends all sessions of a user, who may come back.
   *
   * @return how many
   */
  public int disconnectAll(String username, Actor actor) {
    audit.record(
        AuditEvent.of(AuditAction.SESSION_END).by(actor).on(username).with("session", "all"));
    return sessions.endOf(username, EndReason.DISCONNECTED);
  }

  private static AdministrationException notFound() {
    return AdministrationException.notFound("there is no such session");
  }
}
