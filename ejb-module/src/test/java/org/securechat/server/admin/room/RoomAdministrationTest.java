package org.securechat.server.admin.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.securechat.server.room.RoomFixture.ROOT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.room.JdbcRoomRepository;
import org.securechat.server.room.LegalHold;
import org.securechat.server.room.Member;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;
import org.securechat.server.room.RoomSearch;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.TestLimits;

class RoomAdministrationTest {
  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private RoomAdministration administration;

  @BeforeEach
  void twoUsers() {
    administration = fixture.administration;
    TestUsers.add(fixture.database, "alice");
    TestUsers.add(fixture.database, "bob");
  }

  @Test
  void aRoomIsMadeForItsOwner() {
    Room room = administration.create("ops", Visibility.PRIVATE, "alice", ROOT);

    assertThat(room.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(administration.members("ops", "", 10))
        .containsExactly(
            new Member(
                room.createdBy().orElseThrow(), "alice", RoomRole.OWNER, false, fixture.now()));
    EventPayload event = fixture.lastEvent(room);
    assertThat(event.event()).isEqualTo(EventPayload.Event.CREATED);
    assertThat(event.subject()).isEqualTo("alice");
    assertThat(event.actor()).isEqualTo("@server");
    assertThat(fixture.audited()).containsExactly("room.create success ops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ops", "dm:alice:bob", "-", "@audit", "a b"})
  void aBadNameIsRefusedBeforeAnythingIsWritten(String name) {
    refused(
        () -> administration.create(name, Visibility.PUBLIC, "alice", ROOT),
        Reason.INVALID,
        "name");
    assertThat(fixture.audited()).isEmpty();
  }

  @Test
  void nobodyCanOwnARoomWhoIsNotThere() {
    fixture.database.doInTransaction(em ->
        em.createNativeQuery("UPDATE users SET state = 'disabled' WHERE username = 'bob'")
            .executeUpdate());
    for (String owner : List.of("bob", "carol", "")) {
      refused(
          () -> administration.create("ops", Visibility.PUBLIC, owner, ROOT),
          Reason.INVALID,
          "owner");
    }
  }

  @Test
  void aDirectRoomCannotBeMade() {
    refused(
        () -> administration.create("ops", Visibility.DIRECT, "alice", ROOT),
        Reason.INVALID,
        "visibility");
  }

  @Test
  void aNameIsGivenOnce() {
    fixture.room("ops", "alice");

    assertThatThrownBy(() -> fixture.room("ops", "bob"))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.NAME_TAKEN));
  }

  @Test
  void anArchivedRoomTakesNoMessageAndCanBeReadAndReopened() {
    Room room = fixture.room("ops", "alice");
    fixture.say(room, "alice");

    Room archived = administration.archive("ops", version(room), ROOT);

    assertThat(archived.archivedAt()).contains(fixture.now());
    assertThat(fixture.lastEvent(room).event()).isEqualTo(EventPayload.Event.ARCHIVED);
    forbidden(() -> fixture.say(room, "alice"));
    fixture.ledger.close(Duration.ofSeconds(10));
    fixture.start();
    forbidden(() -> fixture.say(room, "alice"));
    assertThat(fixture.ledger.history(room.id(), 0, 10, 10_000).entries()).hasSize(3);

    fixture.administration.reopen("ops", version(archived), ROOT);

    fixture.say(room, "alice");
    assertThat(fixture.audited())
        .containsExactly(
            "room.create success ops", "room.archive success ops", "room.reopen success ops");
  }

  @Test
  void aMessageThatWasOnItsWayDoesNotComeToStandBehindTheLine() {
    Room room = fixture.room("ops", "alice");
    administration.archive("ops", version(room), ROOT);

    // Past the first check, as one that was queued before the room was archived.
    forbidden(() ->
        fixture.append(
            RoomFixture.line(room, "alice").with(() -> fixture.open.require(room.id()))));

    assertThat(fixture.lastEvent(room).event()).isEqualTo(EventPayload.Event.ARCHIVED);
  }

  @Test
  void whoHasReadAnOlderStateChangesNothing() {
    Room room = fixture.room("ops", "alice");
    Room archived = administration.archive("ops", version(room), ROOT);

    refused(() -> administration.reopen("ops", version(room), ROOT), Reason.STALE, null);
    refused(() -> retain(room, 30, null), Reason.STALE, null);
    refused(() -> administration.archive("ops", version(archived), ROOT), Reason.CONFLICT, null);
    assertThat(fixture.audited()).hasSize(2);
    assertThat(administration.get("ops").isArchived()).isTrue();
  }

  @Test
  void anOpenRoomCannotBeReopened() {
    Room room = fixture.room("ops", "alice");
    refused(() -> administration.reopen("ops", version(room), ROOT), Reason.CONFLICT, null);
  }

  @Test
  void aRoomThatIsNotThereIsNotFound() {
    for (String name : List.of("ops", "Ops", "@audit", "")) {
      refused(() -> administration.get(name), Reason.NOT_FOUND, null);
      refused(() -> administration.members(name, "", 1), Reason.NOT_FOUND, null);
      refused(
          () -> administration.archive(name, ExpectedVersion.any(), ROOT), Reason.NOT_FOUND, null);
    }
  }

  @Test
  void retentionAndHoldAreSetTogether() {
    Room room = fixture.room("ops", "alice");
    assertThat(room.retention()).isEmpty();
    assertThat(room.hold()).isEmpty();

    Room held = retain(room, 30, "case 7");

    assertThat(held.version()).isNotEqualTo(room.version());
    assertThat(held.retention()).contains(new Retention(30));
    assertThat(held.hold()).contains(new LegalHold(fixture.now(), "root", "case 7"));

    fixture.clock.advance(Duration.ofHours(1));
    Room same = retain(held, 10, "case 7");
    assertThat(same.hold()).isEqualTo(held.hold());

    Room free = retain(same, 0, null);
    assertThat(free.hold()).isEmpty();
    assertThat(free.retention()).contains(new Retention(0));
    assertThat(fixture.audited()).filteredOn("room.retention success ops"::equals).hasSize(3);
  }

  @Test
  void roomsAreFoundByPartOfTheirNameKindAndState() {
    Room ops = fixture.room("ops", "alice");
    fixture.room("dev-ops", "alice");
    administration.create("de_v", Visibility.PRIVATE, "bob", ROOT);
    administration.archive("ops", version(ops), ROOT);

    // Databases differ in where an underscore comes.
    assertThat(find("", null, null)).containsExactlyInAnyOrder("de_v", "dev-ops", "ops");
    assertThat(find("ops", null, null)).containsExactly("dev-ops", "ops");
    assertThat(find("e_v", null, null)).containsExactly("de_v");
    assertThat(find("%", null, null)).isEmpty();
    assertThat(find("", Visibility.PRIVATE, null)).containsExactly("de_v");
    assertThat(find("", Visibility.PUBLIC, false)).containsExactly("dev-ops");
    assertThat(find("", null, true)).containsExactly("ops");
    assertThat(
            administration.find(
                new RoomSearch("ops", Optional.empty(), Optional.empty(), "dev-ops", 1)))
        .extracting(Room::name)
        .containsExactly("ops");
  }

  private List<String> find(String text, Visibility visibility, Boolean archived) {
    return administration
        .find(
            new RoomSearch(
                text, Optional.ofNullable(visibility), Optional.ofNullable(archived), "", 10))
        .stream()
        .map(Room::name)
        .toList();
  }

  private Room retain(Room room, int days, String reason) {
    return administration.retain(
        room.name(),
        Optional.of(new Retention(days)),
        Optional.ofNullable(reason),
        version(room),
        ROOT);
  }

  private static ExpectedVersion version(Room room) {
    return ExpectedVersion.of(room.version());
  }

  private static void refused(ThrowingCallable call, Reason reason, String field) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.field().orElse(null)).isEqualTo(field);
            });
  }

  private static void forbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.FORBIDDEN));
  }

  @Test
  void aRoomWithoutAnOwnerGetsOneWhoIsInIt() {
    Room room = administration.create("ops", Visibility.PUBLIC, "alice", ROOT);
    AuthenticatedUser alice = user("alice");
    fixture.commit(service().join(user("bob"), "ops").orElseThrow());
    refused(() -> administration.appoint("ops", "bob", ROOT), Reason.CONFLICT, null);

    fixture.commit(service().leave(alice, "ops").orElseThrow());
    refused(() -> administration.appoint("ops", "alice", ROOT), Reason.INVALID, "user");
    administration.appoint("ops", "bob", ROOT);

    assertThat(administration.members("ops", "", 10))
        .extracting(Member::username, Member::role)
        .containsExactly(tuple("bob", RoomRole.OWNER));
    assertThat(fixture.audited()).endsWith("room.owner success ops");
    assertThat(fixture.ledger.head(room.id()).position()).isEqualTo(4);
  }

  private AuthenticatedUser user(String name) {
    return new AuthenticatedUser(fixture.users.byUsername(name).orElseThrow().id(), name);
  }

  private RoomService service() {
    return new RoomService(
        new JdbcRoomRepository(fixture.database.dataSource()),
        null,
        fixture.users,
        TestLimits.GENEROUS,
        fixture.clock);
  }
}
