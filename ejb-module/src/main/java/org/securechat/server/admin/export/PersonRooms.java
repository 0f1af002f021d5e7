package org.securechat.server.admin.export;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.server.DomainException;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.evidence.BundleException;
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.ExportPlanner.Span;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomSearch;

/**
 * In which rooms a person spoke or was a member in a time. The record itself is asked, because a
 * person who has left is in no table of members any more. The work of one page is bounded: so many
 * rooms and about so many lines.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PersonRooms {
  private static final long MAX_LINES = ExportPlanner.MAX_LINES / 2;

  private final Users users;
  private final RoomAdministration rooms;
  private final ExportPlanner planner;
  private final AuditLog audit;

  /** For the container's proxy. */
  public PersonRooms() {
    this(null, null, null, null);
  }

  @Inject
  public PersonRooms(Users users, RoomAdministration rooms, ExportPlanner planner, AuditLog audit) {
    this.users = users;
    this.rooms = rooms;
    this.planner = planner;
    this.audit = audit;
  }

  /**
   * Rooms of a person.
   *
   * @param rooms with a line in the time, in which the person spoke or was a member; those that
   *     cannot be read are among them
   * @param next behind which room the next page begins; empty on the last
   */
  public record RoomsPage(List<RoomPlan> rooms, Optional<String> next) {
    public RoomsPage {
      rooms = List.copyOf(rooms);
    }
  }

  /**
   * One page, by the rooms' names. It can be empty without being the last.
   *
   * @param wanted by time
   * @param after the name behind which to begin; empty for the beginning
   * @param limit how many rooms are looked at, at most
   * @throws AdministrationException {@code NOT_FOUND} if there is no such user
   * @throws BundleException {@code BUSY} if other exports are being planned
   * @throws DomainException if the audit log cannot be written
   */
  public RoomsPage find(String person, LineRange wanted, String after, int limit, Actor actor) {
    if (users.byUsername(person).isEmpty()) {
      throw AdministrationException.notFound("there is no user of that name");
    }
    List<Room> some =
        rooms.find(new RoomSearch("", Optional.empty(), Optional.empty(), after, limit));
    List<RoomPlan> found = new ArrayList<>();
    Optional<String> next = Optional.empty();
    long lines = 0;
    for (Room room : some) {
      Look look = look(room, wanted, person);
      look.found().ifPresent(found::add);
      lines += look.lines();
      next = Optional.of(room.name());
      if (lines > MAX_LINES) {
        break;
      }
    }
    boolean more = some.size() == limit || lines > MAX_LINES;
    audit.record(
        AuditEvent.of(AuditAction.USER_ROOMS)
            .by(actor)
            .on(person)
            .with("time", wanted.times())
            .with("found", Integer.toString(found.size())));
    return new RoomsPage(found, more ? next : Optional.empty());
  }

  /**
   * What was found in one room.
   *
   * @param found empty for a room without a line in the time, and for one that the person has no
   *     part in
   * @param lines how many were looked at
   */
  private record Look(Optional<RoomPlan> found, long lines) {}

  private Look look(Room room, LineRange wanted, String person) {
    try {
      Span span = planner.span(room.id(), wanted);
      if (span.isEmpty()) {
        return new Look(Optional.empty(), 0);
      }
      ExportPlan plan = planner.plan(room.id(), span, Optional.of(person));
      return new Look(
          Optional.of(RoomPlan.of(room, plan)).filter(_ -> plan.concerns()), span.lines());
    } catch (LedgerException e) {
      // One room that does not verify must not hide the others; the ledger has logged it.
      return new Look(Optional.of(RoomPlan.unreadable(room)), 0);
    }
  }
}
