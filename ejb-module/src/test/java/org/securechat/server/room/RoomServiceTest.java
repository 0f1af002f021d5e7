package org.securechat.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.name.Names;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.Users;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

class RoomServiceTest {
  @RegisterExtension final TestDatabase database = TestDatabase.ignoringCase();

  private final MutableClock clock = new MutableClock();
  private Users users;
  private RoomService service;
  private Invitations invitations;
  private AuthenticatedUser alice;
  private AuthenticatedUser bob;
  private AuthenticatedUser carol;

  @BeforeEach
  void threeUsers() {
    users = TestUsers.on(database);
    limited(TestLimits.GENEROUS);
    alice = TestUsers.add(database, "alice");
    bob = TestUsers.add(database, "bob");
    carol = TestUsers.add(database, "carol");
  }

  private void limited(RoomLimits limits) {
    RoomRepository rooms = new JdbcRoomRepository(database.wired());
    InvitationRepository invited =
        database.perCall(InvitationRepository.class, JpaInvitationRepository::new);
    service = new RoomService(rooms, invited, users, limits, clock);
    invitations =
        new Invitations(service, rooms, invited, new Blocks(invited, users), users, limits, clock);
  }

  @Test
  void theCreatorIsInTheRoomAndOwnsIt() {
    MembershipChange change = service.create(alice, "ops", Visibility.PUBLIC);
    refused(() -> service.members(alice, "ops"), ErrorCode.NO_SUCH_ROOM);

    commit(change);

    assertThat(change.event()).isEqualTo(EventPayload.Event.CREATED);
    assertThat(change.subject()).isEqualTo("alice");
    assertThat(service.requireWriter("ops", alice.id()).id()).isEqualTo(change.roomId());
    assertThat(service.members(alice, "ops"))
        .containsExactly(new Member(alice.id(), "alice", RoomRole.OWNER, false, clock.instant()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Ops", "-ops", "dm:alice:bob", "ops|x", "opß", "o ps", "@server", "@audit"})
  void aBadNameIsNoRoom(String name) {
    refused(() -> service.create(alice, name, Visibility.PUBLIC), ErrorCode.BAD_REQUEST);
    refused(() -> service.join(alice, name), ErrorCode.NO_SUCH_ROOM);
    refused(() -> service.requireReader(name, alice.id()), ErrorCode.NO_SUCH_ROOM);
  }

  @Test
  void aNameOfSixtyFourLettersIsTheLongest() {
    commit(service.create(alice, "x".repeat(64), Visibility.PUBLIC));

    refused(() -> service.create(alice, "x".repeat(65), Visibility.PUBLIC), ErrorCode.BAD_REQUEST);
  }

  @Test
  void aDirectRoomIsNotCreatedByHand() {
    refused(() -> service.create(alice, "ops", Visibility.DIRECT), ErrorCode.BAD_REQUEST);
  }

  @Test
  void aNameIsGivenOnceEvenForARoomOneMayNotSee() {
    commit(service.create(alice, "ops", Visibility.PRIVATE));

    refused(() -> service.create(bob, "ops", Visibility.PUBLIC), ErrorCode.NAME_TAKEN);
  }

  @Test
  void ofTwoDecisionsForOneNameTheSecondIsSuperseded() {
    MembershipChange first = service.create(alice, "ops", Visibility.PUBLIC);
    MembershipChange second = service.create(bob, "ops", Visibility.PRIVATE);
    commit(first);

    assertThatThrownBy(() -> commit(second)).isInstanceOf(SupersededException.class);
    assertThat(service.requireWriter("ops", alice.id()).id()).isEqualTo(first.roomId());
  }

  @Test
  void capitalLettersNameNoRoomOnADatabaseThatDoesNotSeeThem() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));

    refused(() -> service.requireReader("OPS", alice.id()), ErrorCode.NO_SUCH_ROOM);
  }

  @Test
  void aPublicRoomIsReadByMembersOnlyAndJoinedByAnybody() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    refused(() -> service.requireReader("ops", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> service.requireWriter("ops", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> service.members(bob, "ops"), ErrorCode.FORBIDDEN);

    commit(service.join(bob, "ops").orElseThrow());

    assertThat(service.requireWriter("ops", bob.id()).isMember()).isTrue();
    assertThat(service.members(bob, "ops"))
        .extracting(Member::username)
        .containsExactly("alice", "bob");
    assertThat(service.members(bob, "ops"))
        .extracting(Member::isOwner)
        .containsExactly(true, false);
  }

  @Test
  void joiningTwiceIsJoiningOnce() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    MembershipChange onOneDevice = service.join(bob, "ops").orElseThrow();
    MembershipChange onAnother = service.join(bob, "ops").orElseThrow();
    commit(onOneDevice);

    assertThatThrownBy(() -> commit(onAnother)).isInstanceOf(SupersededException.class);
    assertThat(service.join(bob, "ops")).isEmpty();
  }

  @Test
  void aPrivateRoomDoesNotExistForOthersInAnyRespect() {
    commit(service.create(alice, "plans", Visibility.PRIVATE));

    assertThat(shown(bob)).isEmpty();
    for (String room : List.of("plans", "nowhere")) {
      refused(() -> service.join(bob, room), ErrorCode.NO_SUCH_ROOM);
      refused(() -> service.leave(bob, room), ErrorCode.NO_SUCH_ROOM);
      refused(() -> invitations.invite(bob, room, "carol"), ErrorCode.NO_SUCH_ROOM);
      refused(() -> invitations.invite(bob, room, "bob"), ErrorCode.NO_SUCH_ROOM);
      refused(() -> service.members(bob, room), ErrorCode.NO_SUCH_ROOM);
      refused(() -> service.requireReader(room, bob.id()), ErrorCode.NO_SUCH_ROOM);
      refused(() -> service.requireWriter(room, bob.id()), ErrorCode.NO_SUCH_ROOM);
    }
  }

  @Test
  void anInvitationShowsThePrivateRoomAndLetsInOnce() {
    commit(service.create(alice, "plans", Visibility.PRIVATE));
    MembershipChange invitation = invitations.invite(alice, "plans", "bob").orElseThrow();
    commit(invitation);

    assertThat(invitation.event()).isEqualTo(EventPayload.Event.INVITED);
    assertThat(invitation.subject()).isEqualTo("bob");
    assertThat(invitation.actor()).isEqualTo("alice");
    assertThat(shown(bob)).containsExactly("plans");
    refused(() -> service.requireReader("plans", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> invitations.invite(bob, "plans", "carol"), ErrorCode.FORBIDDEN);

    commit(service.join(bob, "plans").orElseThrow());
    assertThat(service.requireWriter("plans", bob.id()).isMember()).isTrue();

    commit(service.leave(bob, "plans").orElseThrow());
    refused(() -> service.join(bob, "plans"), ErrorCode.NO_SUCH_ROOM);
    refused(() -> service.requireReader("plans", bob.id()), ErrorCode.NO_SUCH_ROOM);
  }

  @Test
  void anAnnouncedRoomIsKnownToAllAndEnteredByInvitationOnly() {
    commit(service.create(alice, "board", Visibility.ANNOUNCED));

    assertThat(shown(bob)).containsExactly("board");
    assertThat(service.visible(bob.id(), "board").isMember()).isFalse();
    refused(() -> service.join(bob, "board"), ErrorCode.FORBIDDEN);
    refused(() -> service.members(bob, "board"), ErrorCode.FORBIDDEN);
    refused(() -> service.requireReader("board", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> service.requireWriter("board", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> invitations.invite(bob, "board", "carol"), ErrorCode.FORBIDDEN);
    refused(() -> invitations.invite(bob, "board", "bob"), ErrorCode.FORBIDDEN);
    assertThat(service.leave(bob, "board")).isEmpty();

    commit(invitations.invite(alice, "board", "bob").orElseThrow());
    refused(() -> service.requireReader("board", bob.id()), ErrorCode.FORBIDDEN);
    commit(service.join(bob, "board").orElseThrow());
    assertThat(service.requireWriter("board", bob.id()).isMember()).isTrue();

    commit(service.leave(bob, "board").orElseThrow());
    refused(() -> service.join(bob, "board"), ErrorCode.FORBIDDEN);
    refused(() -> service.requireReader("board", bob.id()), ErrorCode.FORBIDDEN);
    refused(() -> service.join(carol, "board"), ErrorCode.FORBIDDEN);
  }

  @Test
  void anInvitationThatHasEndedMeanwhileLetsNobodyIntoAnAnnouncedRoom() {
    commit(service.create(alice, "board", Visibility.ANNOUNCED));
    commit(invitations.invite(alice, "board", "bob").orElseThrow());
    MembershipChange late = service.join(bob, "board").orElseThrow();
    database.perCall(InvitationRepository.class, JpaInvitationRepository::new).deleteAll(bob.id());

    assertThatThrownBy(() -> commit(late)).isInstanceOf(SupersededException.class);
    refused(() -> service.join(bob, "board"), ErrorCode.FORBIDDEN);
  }

  @Test
  void anyMemberInvitesAndASecondInvitationChangesNothing() {
    commit(service.create(alice, "plans", Visibility.PRIVATE));
    commit(invitations.invite(alice, "plans", "bob").orElseThrow());
    commit(service.join(bob, "plans").orElseThrow());

    MembershipChange byBob = invitations.invite(bob, "plans", "carol").orElseThrow();
    MembershipChange byAlice = invitations.invite(alice, "plans", "carol").orElseThrow();
    commit(byBob);

    assertThatThrownBy(() -> commit(byAlice)).isInstanceOf(SupersededException.class);
    assertThat(invitations.invite(alice, "plans", "carol")).isEmpty();
    assertThat(invitations.invite(alice, "plans", "bob")).isEmpty();
    assertThat(invitations.invite(alice, "plans", "alice")).isEmpty();
  }

  @Test
  void anInvitationByAMemberWhoHasLeftIsSuperseded() {
    commit(service.create(alice, "plans", Visibility.PRIVATE));
    MembershipChange late = invitations.invite(alice, "plans", "bob").orElseThrow();
    commit(service.leave(alice, "plans").orElseThrow());

    assertThatThrownBy(() -> commit(late)).isInstanceOf(SupersededException.class);
    assertThat(shown(bob)).isEmpty();
  }

  @Test
  void unknownAndDisabledUsersAreRefusedAlike() {
    commit(service.create(alice, "plans", Visibility.PRIVATE));
    disable(carol);

    DomainException unknown =
        refused(() -> invitations.invite(alice, "plans", "nobody"), ErrorCode.NO_SUCH_USER);
    DomainException disabled =
        refused(() -> invitations.invite(alice, "plans", "carol"), ErrorCode.NO_SUCH_USER);
    assertThat(disabled).hasToString(unknown.toString());
    refused(() -> invitations.invite(alice, "plans", "CAROL"), ErrorCode.NO_SUCH_USER);
    refused(() -> service.direct(alice, "nobody"), ErrorCode.NO_SUCH_USER);
    refused(() -> service.direct(alice, "carol"), ErrorCode.NO_SUCH_USER);
    refused(() -> service.direct(alice, "no|body"), ErrorCode.NO_SUCH_USER);
  }

  @Test
  void leavingWhatOneIsNotInChangesNothing() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));

    assertThat(service.leave(bob, "ops")).isEmpty();
  }

  @Test
  void leavingTakesEffectOnce() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    MembershipChange first = service.leave(alice, "ops").orElseThrow();
    MembershipChange second = service.leave(alice, "ops").orElseThrow();
    commit(first);

    assertThatThrownBy(() -> commit(second)).isInstanceOf(SupersededException.class);
    refused(() -> service.requireWriter("ops", alice.id()), ErrorCode.FORBIDDEN);
  }

  @Test
  void changesOfOneMembershipFitIntoOneTransaction() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    MembershipChange in = service.join(bob, "ops").orElseThrow();
    commit(in);
    MembershipChange out = service.leave(bob, "ops").orElseThrow();
    commit(out);

    commit(in, out, in, out, in);

    assertThat(service.requireReader("ops", bob.id()).isMember()).isTrue();
  }

  @Test
  void aChangeThatWasRolledBackCanBeAppliedAgain() {
    MembershipChange change = service.create(alice, "ops", Visibility.PUBLIC);
    assertThatThrownBy(() ->
            database.doInTransaction(em -> {
              change.apply(new JpaMembershipRepository(em));
              throw new IllegalStateException("the group failed");
            }))
        .hasMessage("the group failed");

    commit(change);

    assertThat(service.requireWriter("ops", alice.id()).id()).isEqualTo(change.roomId());
  }

  @Test
  void aDirectRoomIsTheSameFromBothSides() {
    DirectRoom first = service.direct(bob, "alice");
    assertThat(first.name()).isEqualTo("dm:alice:bob");
    assertThat(first.changes())
        .extracting(MembershipChange::event)
        .containsExactly(EventPayload.Event.CREATED, EventPayload.Event.JOINED);
    assertThat(first.changes())
        .extracting(MembershipChange::subject)
        .containsExactly("bob", "alice");
    assertThat(first.changes()).extracting(MembershipChange::actor).containsOnly("bob");
    commit(first.changes().toArray(MembershipChange[]::new));

    assertThat(service.direct(alice, "bob"))
        .isEqualTo(new DirectRoom(first.id(), "dm:alice:bob", List.of()));
    assertThat(service.direct(bob, "alice").id()).isEqualTo(first.id());
    assertThat(service.requireWriter("dm:alice:bob", alice.id()).visibility())
        .isEqualTo(Visibility.DIRECT);
    assertThat(service.members(alice, "dm:alice:bob"))
        .extracting(Member::isOwner)
        .containsExactly(false, false);
  }

  @Test
  void whenBothSpeakFirstOneOfTheRoomsIsSuperseded() {
    DirectRoom fromAlice = service.direct(alice, "bob");
    DirectRoom fromBob = service.direct(bob, "alice");
    commit(fromAlice.changes().toArray(MembershipChange[]::new));

    assertThatThrownBy(() -> commit(fromBob.changes().get(0)))
        .isInstanceOf(SupersededException.class);
    assertThatThrownBy(() -> commit(fromBob.changes().get(1)))
        .isInstanceOf(SupersededException.class);
    assertThat(service.direct(bob, "alice").id()).isEqualTo(fromAlice.id());
  }

  @Test
  void aDirectRoomLeftHalfMadeByACrashIsCompleted() {
    DirectRoom half = service.direct(alice, "bob");
    commit(half.changes().get(0));

    refused(() -> service.requireReader(half.name(), bob.id()), ErrorCode.NO_SUCH_ROOM);
    for (DirectRoom seen : List.of(service.direct(alice, "bob"), service.direct(bob, "alice"))) {
      assertThat(seen.id()).isEqualTo(half.id());
      assertThat(seen.changes()).extracting(MembershipChange::subject).containsExactly("bob");
    }
    commit(service.direct(bob, "alice").changes().get(0));
    assertThat(service.direct(bob, "alice").changes()).isEmpty();
  }

  @Test
  void aDirectRoomIsClosedToEverybodyElse() {
    commit(service.direct(alice, "bob").changes().toArray(MembershipChange[]::new));

    assertThat(shown(carol)).isEmpty();
    refused(() -> service.requireReader("dm:alice:bob", carol.id()), ErrorCode.NO_SUCH_ROOM);
    refused(() -> service.join(carol, "dm:alice:bob"), ErrorCode.NO_SUCH_ROOM);
    refused(() -> invitations.invite(alice, "dm:alice:bob", "carol"), ErrorCode.FORBIDDEN);
    refused(() -> service.leave(alice, "dm:alice:bob"), ErrorCode.FORBIDDEN);
  }

  @Test
  void aDirectRoomOutlivesThePartnersAccount() {
    DirectRoom room = service.direct(alice, "bob");
    commit(room.changes().toArray(MembershipChange[]::new));
    disable(bob);

    assertThat(service.direct(alice, "bob").id()).isEqualTo(room.id());
    assertThat(service.direct(alice, "bob").changes()).isEmpty();
  }

  @Test
  void whoseAccountIsNoMoreIsTakenOutOfEveryRoomAndComesBackIntoNone() {
    commit(service.create(alice, "ops", Visibility.PRIVATE));
    commit(invitations.invite(alice, "ops", "bob").orElseThrow());
    commit(service.join(bob, "ops").orElseThrow());
    commit(service.create(alice, "plans", Visibility.PRIVATE));
    commit(invitations.invite(alice, "plans", "bob").orElseThrow());
    commit(service.direct(alice, "bob").changes().toArray(MembershipChange[]::new));
    MembershipChange freely = service.leave(bob, "ops").orElseThrow();
    disable(bob);

    invitations.forget(bob);
    List<MembershipChange> departures = service.departures(bob);
    commit(departures.toArray(MembershipChange[]::new));

    assertThat(departures)
        .extracting(MembershipChange::roomName)
        .containsExactly("dm:alice:bob", "ops");
    assertThat(departures)
        .extracting(MembershipChange::event)
        .containsOnly(EventPayload.Event.LEFT);
    assertThat(departures).extracting(MembershipChange::subject).containsOnly("bob");
    assertThat(departures).extracting(MembershipChange::actor).containsOnly("@server");
    assertThat(shown(bob)).isEmpty();
    assertThat(service.departures(bob)).isEmpty();
    assertThat(service.direct(alice, "bob").changes()).isEmpty();
    assertThatThrownBy(() -> commit(freely)).isInstanceOf(SupersededException.class);
    refused(() -> service.join(bob, "plans"), ErrorCode.NO_SUCH_ROOM);
  }

  @Test
  void whoHasMadeAsManyRoomsAsOneMayMakesNoFurtherOne() {
    limited(new RoomLimits(2, 100, 100, 100, 100, 100, true));
    MembershipChange first = service.create(alice, "one", Visibility.PUBLIC);
    commit(first);
    commit(service.create(alice, "two", Visibility.PRIVATE));
    commit(service.direct(alice, "bob").changes().toArray(MembershipChange[]::new));

    refused(() -> service.create(alice, "three", Visibility.PUBLIC), ErrorCode.LIMIT_REACHED);
    commit(service.leave(alice, "one").orElseThrow());
    refused(() -> service.create(alice, "three", Visibility.PUBLIC), ErrorCode.LIMIT_REACHED);
    commit(service.create(bob, "three", Visibility.PUBLIC));
    database.doInTransaction(
        em -> em.find(Room.class, first.roomId().toString()).archive(clock.instant()));
    commit(service.create(alice, "four", Visibility.PUBLIC));
  }

  @Test
  void whoIsInAsManyRoomsAsOneMayEntersNoFurtherOne() {
    limited(new RoomLimits(100, 1, 100, 100, 100, 100, true));
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    commit(service.create(bob, "own", Visibility.PUBLIC));
    commit(service.direct(alice, "bob").changes().toArray(MembershipChange[]::new));

    refused(() -> service.join(bob, "ops"), ErrorCode.LIMIT_REACHED);
    refused(() -> service.create(bob, "more", Visibility.PUBLIC), ErrorCode.LIMIT_REACHED);
    assertThat(service.join(bob, "own")).as("no further one").isEmpty();
    commit(service.leave(bob, "own").orElseThrow());
    commit(service.join(bob, "ops").orElseThrow());
  }

  @Test
  void directRoomsAreCountedByTheDayAndOnlyWhereTheyAreMade() {
    limited(new RoomLimits(100, 100, 100, 100, 1, 100, true));
    commit(service.direct(alice, "bob").changes().toArray(MembershipChange[]::new));

    refused(() -> service.direct(alice, "carol"), ErrorCode.LIMIT_REACHED);
    assertThat(service.direct(alice, "bob").changes()).isEmpty();
    commit(service.direct(bob, "carol").changes().toArray(MembershipChange[]::new));
    clock.advance(Duration.ofHours(25));
    assertThat(service.direct(alice, "carol").changes()).hasSize(2);
  }

  @Test
  void theRecordsOfClassicSessionsDoNotCount() {
    limited(TestLimits.all(1));
    database.doInTransaction(em ->
        new ClassicRooms(new JpaMembershipRepository(em))
            .create(
                UUID.randomUUID(),
                Names.CLASSIC_PREFIX + "ab".repeat(8) + ":" + "0".repeat(16),
                Optional.of(alice),
                clock.instant()));

    commit(service.create(alice, "ops", Visibility.PUBLIC));

    assertThat(service.own(alice)).hasSize(2);
  }

  @Test
  void aNotebookHasOneMember() {
    DirectRoom notebook = service.direct(alice, "alice");
    commit(notebook.changes().toArray(MembershipChange[]::new));

    assertThat(notebook.name()).isEqualTo("dm:alice:alice");
    assertThat(service.members(alice, notebook.name())).hasSize(1);
    assertThat(service.direct(alice, "alice").changes()).isEmpty();
  }

  @Test
  void theListsHaveOnesOwnRoomsAndThoseThatAllMayKnowOfByName() {
    commit(service.create(alice, "a-public", Visibility.PUBLIC));
    commit(service.create(alice, "b-private", Visibility.PRIVATE));
    commit(service.create(bob, "c-own", Visibility.PRIVATE));
    commit(service.create(alice, "d-public", Visibility.PUBLIC));
    commit(service.join(bob, "d-public").orElseThrow());
    commit(service.create(alice, "a-announced", Visibility.ANNOUNCED));
    commit(service.create(alice, "c-announced", Visibility.ANNOUNCED));

    assertThat(service.list(bob, RoomListing.PUBLIC, "", 1_000))
        .extracting(RoomAccess::name)
        .containsExactly("a-announced", "a-public", "c-announced", "d-public");
    assertThat(service.list(bob, RoomListing.PUBLIC, "", 1_000))
        .extracting(RoomAccess::isMember)
        .containsExactly(false, false, false, true);
    assertThat(service.list(bob, RoomListing.PUBLIC, "a-public", 1))
        .extracting(RoomAccess::name)
        .containsExactly("c-announced");
    assertThat(service.list(bob, RoomListing.PUBLIC, "", 3))
        .extracting(RoomAccess::name)
        .containsExactly("a-announced", "a-public", "c-announced");
    assertThat(service.list(bob, RoomListing.MEMBER, "", 1))
        .extracting(RoomAccess::name)
        .containsExactly("c-own");
    assertThat(service.list(bob, RoomListing.MEMBER, "c-own", 1_000))
        .extracting(RoomAccess::name)
        .containsExactly("d-public");
    assertThat(service.own(bob)).extracting(RoomAccess::name).containsExactly("c-own", "d-public");
  }

  @Test
  void aClosedRoomIsReadButNotWrittenOrEntered() {
    MembershipChange creation = service.create(alice, "ops", Visibility.PUBLIC);
    commit(creation);
    MembershipChange late = service.join(carol, "ops").orElseThrow();
    database.doInTransaction(
        em -> em.find(Room.class, creation.roomId().toString()).archive(clock.instant()));

    assertThat(service.requireReader("ops", alice.id()).isMember()).isTrue();
    refused(() -> service.requireWriter("ops", alice.id()), ErrorCode.FORBIDDEN);
    refused(() -> service.join(bob, "ops"), ErrorCode.FORBIDDEN);
    refused(() -> invitations.invite(alice, "ops", "bob"), ErrorCode.FORBIDDEN);
    assertThatThrownBy(() -> commit(late)).isInstanceOf(SupersededException.class);
    assertThat(shown(bob)).isEmpty();
  }

  @Test
  void anArchivingThatIsOvertakenByAnotherChangeOfTheRoomIsSuperseded() {
    MembershipChange creation = service.create(alice, "ops", Visibility.PUBLIC);
    commit(creation);
    String id = creation.roomId().toString();
    Room seen = database.inTransaction(em -> em.find(Room.class, id));
    OpenRooms open =
        new OpenRooms(database.perCall(RoomAdminRepository.class, JpaRoomAdminRepository::new));

    assertThatThrownBy(() ->
            database.doInTransaction(em -> {
              em.find(Room.class, id);
              database.doInTransaction(
                  other -> other.find(Room.class, id).retain(Optional.of(new Retention(7))));
              Archiving.close(seen, open, clock.instant()).apply(new JpaMembershipRepository(em));
            }))
        .isInstanceOf(SupersededException.class);
    open.require(creation.roomId());
  }

  @Test
  void theTimeOfAMembershipIsThatOfTheDecision() {
    commit(service.create(alice, "ops", Visibility.PUBLIC));
    clock.advance(Duration.ofSeconds(5));
    Optional<MembershipChange> join = service.join(bob, "ops");
    var decided = clock.instant();
    clock.advance(Duration.ofSeconds(5));
    commit(join.orElseThrow());

    assertThat(service.members(bob, "ops")).extracting(Member::joinedAt).contains(decided);
  }

  /** Names of all rooms that the user is told of: own ones, public ones, invitations. */
  private List<String> shown(AuthenticatedUser user) {
    List<String> names = new ArrayList<>();
    for (RoomListing listing : RoomListing.values()) {
      service.list(user, listing, "", 1_000).forEach(room -> names.add(room.name()));
    }
    invitations.open(user, "", 1_000).forEach(open -> names.add(open.room()));
    return names;
  }

  private void commit(MembershipChange... changes) {
    database.doInTransaction(
        em -> List.of(changes).forEach(change -> change.apply(new JpaMembershipRepository(em))));
  }

  private void disable(AuthenticatedUser user) {
    users.change(user.id(), account -> account.disable(clock.instant()));
  }

  private static DomainException refused(ThrowingCallable call, ErrorCode code) {
    DomainException[] caught = new DomainException[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(DomainException.class, e -> caught[0] = e);
    assertThat(ProtocolErrors.code(caught[0])).isEqualTo(code);
    return caught[0];
  }
}
