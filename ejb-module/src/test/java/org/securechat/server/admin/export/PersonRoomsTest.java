package org.securechat.server.admin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.JpaLineIndex;
import org.securechat.server.evidence.LineIndex;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** In which rooms a person took part, as the record says and no table of members. */
class PersonRoomsTest {
  private static final Actor CAROL = Actor.machine("carol");

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private PersonRooms rooms;
  private Room owned;
  private Room foreign;

  @BeforeEach
  void people() {
    TestUsers.add(fixture.database, "alice");
    TestUsers.add(fixture.database, "bob");
    owned = fixture.room("a-owned", "alice");
    foreign = fixture.room("b-foreign", "bob");
    fixture.room("c-strange", "bob");
    rooms =
        new PersonRooms(
            fixture.users,
            fixture.administration,
            new ExportPlanner(
                fixture.ledger, fixture.database.perCall(LineIndex.class, JpaLineIndex::new)),
            fixture.audit);
  }

  private List<String> found(Instant since, Instant until) {
    List<String> names = new ArrayList<>();
    Optional<String> next = Optional.of("");
    while (next.isPresent()) {
      PersonRooms.RoomsPage page =
          rooms.find(
              "alice",
              LineRange.times(Optional.ofNullable(since), Optional.ofNullable(until)),
              next.get(),
              2,
              CAROL);
      page.rooms().forEach(room -> names.add(room.roomName()));
      next = page.next();
    }
    return names;
  }

  private void event(Room room, Event event) {
    byte[] payload =
        EventPayload.create(room.name(), room.id(), event, "alice", "alice", fixture.now())
            .encode();
    fixture.append(LineRequest.event(room.id(), room.name(), LedgerAccess.key(), payload));
  }

  @Test
  void aRoomWithoutThePersonIsNotFound() {
    assertThat(found(null, null)).containsExactly("a-owned");
    assertThat(fixture.audited()).endsWith("user.rooms success alice");
  }

  @Test
  void oneMessageOrAMembershipThatIsOverCounts() {
    fixture.clock.advance(Duration.ofDays(1));
    Instant visit = fixture.now();
    event(foreign, Event.JOINED);
    fixture.clock.advance(Duration.ofMinutes(1));
    event(foreign, Event.LEFT);
    fixture.clock.advance(Duration.ofDays(1));
    Instant after = fixture.now();
    fixture.say(foreign, "bob");
    fixture.say(owned, "bob");

    assertThat(found(visit, after)).containsExactly("b-foreign");
    assertThat(found(after, null)).containsExactly("a-owned");
    assertThat(found(visit.plusMillis(1), after)).containsExactly("b-foreign");
  }

  @Test
  void aTimeInWhichNothingWasSaidHasNoRooms() {
    fixture.clock.advance(Duration.ofDays(1));
    assertThat(found(fixture.now(), null)).isEmpty();
  }

  @Test
  void aRoomThatDoesNotVerifyIsNamedAndHidesNoOther() {
    fixture.room("d-last", "alice");
    fixture.say(owned, "alice");
    fixture.database.doInTransaction(em ->
        em.createNativeQuery(
                "UPDATE transcript_entry SET sender = 'mallory'"
                    + " WHERE room_id = ?1 AND position = 2")
            .setParameter(1, owned.id().toString())
            .executeUpdate());
    fixture.ledger.check(owned.id());

    assertThat(found(null, null)).containsExactly("a-owned", "d-last");
    assertThat(rooms.find("alice", LineRange.ALL, "", 1, CAROL).rooms().get(0).plan()).isEmpty();
  }

  @Test
  void aUserWhoDoesNotExistIsNotFound() {
    assertThatThrownBy(() -> rooms.find("nobody", LineRange.ALL, "", 10, CAROL))
        .isInstanceOf(AdministrationException.class)
        .hasMessageContaining("no user");
  }
}
