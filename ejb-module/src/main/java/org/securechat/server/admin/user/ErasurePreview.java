package org.securechat.server.admin.user;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.retention.RetentionRepository;
import org.securechat.server.retention.SpokenRoom;
import org.securechat.server.room.RoomAdminRepository;
import org.securechat.server.session.OpenSessions;

/**
 * What {@link UserErasure} would do, looked at beforehand and changed by nothing. It tells where a
 * user has spoken, so the question is in the audit log, as others about a person are.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ErasurePreview {
  /** Most rooms that are named; a person in more is one whose erasure is planned otherwise. */
  static final int MOST_ROOMS = 10_000;

  private final Users users;
  private final RoomAdminRepository rooms;
  private final RetentionRepository retention;
  private final OpenSessions sessions;
  private final AuditLog audit;

  /** For the container's proxy. */
  public ErasurePreview() {
    this(null, null, null, null, null);
  }

  @Inject
  public ErasurePreview(
      Users users,
      RoomAdminRepository rooms,
      RetentionRepository retention,
      OpenSessions sessions,
      AuditLog audit) {
    this.users = users;
    this.rooms = rooms;
    this.retention = retention;
    this.sessions = sessions;
    this.audit = audit;
  }

  /**
   * What would become of a user.
   *
   * @param user as the account is now
   * @param memberships rooms that the user would leave
   * @param invitations that the user would lose, declined ones included
   * @param spoken the rooms with messages that still have their text, those on legal hold first
   * @param complete whether these are all; otherwise there are more than {@link #MOST_ROOMS}
   * @param ownerOf rooms that would be without this owner
   * @param sessions of the user on this node, which would end
   */
  public record Preview(
      User user,
      long memberships,
      long invitations,
      List<SpokenRoom> spoken,
      boolean complete,
      List<String> ownerOf,
      long sessions) {
    public Preview {
      spoken = List.copyOf(spoken);
      ownerOf = List.copyOf(ownerOf);
    }

    /** Messages that would lose their text: those in rooms without a legal hold. */
    public long messages() {
      return spoken.stream().filter(room -> !room.held()).mapToLong(SpokenRoom::messages).sum();
    }
  }

  /**
   * Looks.
   *
   * @throws AdministrationException {@code NOT_FOUND} if there is no such user
   * @throws org.securechat.server.limit.LaneException {@code RAN_TOO_LONG} if there is so much that
   *     it cannot be counted in time
   * @throws org.securechat.server.DomainException if the audit log cannot be written
   */
  public Preview of(String username, Actor actor) {
    User user =
        users
            .byUsername(username)
            .orElseThrow(() -> AdministrationException.notFound("there is no user of that name"));
    List<SpokenRoom> spoken = retention.spokenBy(username, MOST_ROOMS + 1);
    boolean complete = spoken.size() <= MOST_ROOMS;
    Preview preview =
        new Preview(
            user,
            rooms.countMemberships(user.id()),
            rooms.countInvitations(user.id()),
            complete ? spoken : spoken.subList(0, MOST_ROOMS),
            complete,
            rooms.ownedBy(user.id(), MOST_ROOMS),
            sessions.list().stream()
                .filter(session -> session.user().filter(username::equals).isPresent())
                .count());
    audit.record(
        AuditEvent.of(AuditAction.USER_ERASURE_PREVIEW)
            .by(actor)
            .on(username)
            .with("rooms", Integer.toString(preview.spoken().size())));
    return preview;
  }
}
