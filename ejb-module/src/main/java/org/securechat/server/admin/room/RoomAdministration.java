package org.securechat.server.admin.room;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.protocol.name.Names;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.moderation.Decision;
import org.securechat.server.moderation.ModerationRepository;
import org.securechat.server.room.Archiving;
import org.securechat.server.room.Creation;
import org.securechat.server.room.LegalHold;
import org.securechat.server.room.Member;
import org.securechat.server.room.OpenRooms;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomAdminRepository;
import org.securechat.server.room.RoomSearch;
import org.securechat.server.room.SupersededException;

/**
 * Rooms as administrators see and change them. What changes a room's transcript is in the audit log
 * before it happens, and once more if it fails; what changes the database alone commits together
 * with its line in the audit log.
 *
 * <p>Every method that names a room throws {@link AdministrationException} {@code NOT_FOUND} if
 * there is none; every one that changes something {@link DomainException} if the ledger or the
 * audit log could not write it.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RoomAdministration {
  private static final int MEMBERS_AT_ONCE = 1_000;

  private final RoomAdminRepository rooms;
  private final Users users;
  private final ModerationRepository moderation;
  private final RoomEventAppender lines;
  private final OpenRooms open;
  private final AuditLog audit;
  private final Clock clock;

  /** For the container's proxy. */
  public RoomAdministration() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public RoomAdministration(
      RoomAdminRepository rooms,
      Users users,
      ModerationRepository moderation,
      RoomEventAppender lines,
      OpenRooms open,
      AuditLog audit,
      Clock clock) {
    this.rooms = rooms;
    this.users = users;
    this.moderation = moderation;
    this.lines = lines;
    this.open = open;
    this.audit = audit;
    this.clock = clock;
  }

  /** By name. Direct rooms are among them: who talks with whom, but not what. */
  public List<Room> find(RoomSearch search) {
    return rooms.find(search);
  }

  public Room get(String name) {
    return rooms
        .byName(name)
        .orElseThrow(() -> AdministrationException.notFound("there is no room of that name"));
  }

  /**
   * Who is in a room, by username.
   *
   * @param after the name behind which the list begins; empty for its beginning
   */
  public List<Member> members(String name, String after, int limit) {
    return rooms.members(get(name).id(), after, limit);
  }

  /**
   * Makes a room for a user, who is its owner and first member and listens to it at once.
   *
   * @throws AdministrationException {@code INVALID} for a bad name, a direct room, or an owner who
   *     does not exist or is disabled; {@code NAME_TAKEN}
   */
  public Room create(String name, Visibility visibility, String owner, Actor actor) {
    if (!Names.isCreatedRoom(name)) {
      throw AdministrationException.invalid("name", "is not a name for a room");
    }
    if (visibility == Visibility.DIRECT) {
      throw AdministrationException.invalid(
          "visibility", "direct rooms come into being by talking");
    }
    User user =
        users
            .byUsername(owner)
            .filter(found -> !found.isDisabled())
            .orElseThrow(
                () -> AdministrationException.invalid("owner", "is no user, or a disabled one"));
    requireFree(name);
    Creation creation =
        Creation.onBehalfOf(
            new AuthenticatedUser(user.id(), user.username()), name, visibility, clock.instant());
    AuditEvent event =
        AuditEvent.of(AuditAction.ROOM_CREATE)
            .by(actor)
            .on(name)
            .with("visibility", visibility.wireName())
            .with("owner", owner);
    audited(event, () -> lines.commit(creation), () -> requireFree(name));
    return get(name);
  }

  private void requireFree(String name) {
    if (rooms.byName(name).isPresent()) {
      throw AdministrationException.nameTaken("a room has the name");
    }
  }

  /** What was decided about a room, without its rules and pinned messages. */
  public RoomTerms terms(String name) {
    UUID room = get(name).id();
    return new RoomTerms(
        moderation.get(room, Event.TOPIC).orElse(""),
        Optional.empty(),
        moderation
            .get(room, Event.WRITERS)
            .filter(ModerationPayload.WRITERS_MODERATORS::equals)
            .isPresent(),
        moderation.get(room, Event.SLOW).map(Integer::parseInt).orElse(0),
        "",
        List.of());
  }

  /**
   * Makes a member the owner of a room that has none any more, or one whose account is disabled.
   *
   * @throws AdministrationException {@code INVALID} for one who is no member or disabled; {@code
   *     CONFLICT} if the room has an owner, is direct or archived
   */
  public Room appoint(String name, String username, Actor actor) {
    Room room = get(name);
    if (room.isArchived() || room.visibility() == Visibility.DIRECT) {
      throw AdministrationException.conflict("the room is archived, or direct");
    }
    List<Member> members = everyMember(room.id());
    if (members.stream().anyMatch(member -> member.isOwner() && isActive(member.username()))) {
      throw AdministrationException.conflict("the room has an owner, who can hand it over");
    }
    Member next =
        members.stream()
            .filter(member -> member.username().equals(username) && isActive(username))
            .findFirst()
            .orElseThrow(
                () -> AdministrationException.invalid("user", "is no member, or disabled"));
    Decision decision =
        new Decision(
            room.id(),
            room.name(),
            Event.OWNER,
            Optional.empty(),
            username,
            Optional.of(next.userId()),
            "",
            Optional.empty());
    AuditEvent event =
        AuditEvent.of(AuditAction.ROOM_OWNER).by(actor).on(name).with("owner", username);
    audited(event, () -> lines.commit(decision), RoomAdministration::stale);
    return get(name);
  }

  private List<Member> everyMember(UUID room) {
    List<Member> all = new ArrayList<>();
    List<Member> page;
    do {
      page = rooms.members(room, all.isEmpty() ? "" : all.getLast().username(), MEMBERS_AT_ONCE);
      all.addAll(page);
    } while (page.size() == MEMBERS_AT_ONCE);
    return all;
  }

  private boolean isActive(String username) {
    return users.byUsername(username).filter(user -> !user.isDisabled()).isPresent();
  }

  /**
   * Closes a room: it can be read and left, but not written to or entered, and no user is invited.
   * Every session that listens to the room gets the line about it.
   *
   * @throws AdministrationException {@code STALE}; {@code CONFLICT} if it is archived already
   */
  public Room archive(String name, ExpectedVersion expected, Actor actor) {
    Room room = expected(name, expected);
    if (room.isArchived()) {
      throw AdministrationException.conflict("the room is archived");
    }
    change(
        AuditEvent.of(AuditAction.ROOM_ARCHIVE).by(actor).on(name),
        Archiving.close(room, open, clock.instant()));
    return get(name);
  }

  /**
   * Opens an archived room again.
   *
   * @throws AdministrationException {@code STALE}; {@code CONFLICT} if it is not archived
   */
  public Room reopen(String name, ExpectedVersion expected, Actor actor) {
    Room room = expected(name, expected);
    if (!room.isArchived()) {
      throw AdministrationException.conflict("the room is not archived");
    }
    change(
        AuditEvent.of(AuditAction.ROOM_REOPEN).by(actor).on(name),
        Archiving.reopen(room, open, clock.instant()));
    return get(name);
  }

  private void change(AuditEvent event, Archiving archiving) {
    try {
      audited(event, () -> lines.commit(archiving), RoomAdministration::stale);
    } finally {
      open.refresh(archiving.roomId());
    }
  }

  /**
   * Sets how long a room keeps its messages, and whether there is a legal hold on it.
   *
   * @param retention empty for the server's default
   * @param holdReason for a legal hold, which is placed or stays; empty lifts it
   * @throws AdministrationException {@code STALE}
   */
  public Room retain(
      String name,
      Optional<Retention> retention,
      Optional<String> holdReason,
      ExpectedVersion expected,
      Actor actor) {
    Room room = expected(name, expected);
    AuditEvent event =
        AuditEvent.of(AuditAction.ROOM_RETENTION)
            .by(actor)
            .on(name)
            .with("days", retention.map(Retention::days).map(String::valueOf).orElse("default"))
            .with("hold", Boolean.toString(holdReason.isPresent()))
            .with("hold_reason", holdReason.orElse(""));
    audit.perform(
        event,
        () ->
            rooms.change(
                room.id(),
                stored -> {
                  expected.check(stored.version());
                  stored.retain(retention);
                  hold(stored, holdReason, actor);
                }));
    return get(name);
  }

  private void hold(Room room, Optional<String> reason, Actor actor) {
    if (reason.isEmpty()) {
      room.release();
    } else if (!room.hold().map(LegalHold::reason).equals(reason)) {
      room.hold(new LegalHold(clock.instant(), actor.name(), reason.get()));
    }
  }

  private static void stale() {
    throw AdministrationException.stale();
  }

  private Room expected(String name, ExpectedVersion expected) {
    Room room = get(name);
    expected.check(room.version());
    return room;
  }

  /**
   * @param superseded says what to answer when another change came in between
   */
  private void audited(AuditEvent event, Runnable change, Runnable superseded) {
    audit.record(event);
    try {
      change.run();
    } catch (RuntimeException e) {
      audit.later(event.failed());
      if (e instanceof SupersededException) {
        superseded.run();
      }
      throw e;
    }
  }
}
