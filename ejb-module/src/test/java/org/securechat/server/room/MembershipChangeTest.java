package org.securechat.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.EventPayload.Event;
import org.securechat.server.account.AuthenticatedUser;

/** Decisions that become true, and decisions that come too late. */
class MembershipChangeTest {
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
  private static final AuthenticatedUser ALICE = user("alice");
  private static final AuthenticatedUser BOB = user("bob");

  private final RoomsInMemory rooms = new RoomsInMemory();
  private Room room;
  private RoomAccess access;

  @BeforeEach
  void room() {
    room = new Room(UUID.randomUUID(), "ops", Visibility.PRIVATE, ALICE.id(), NOW);
    access = new RoomAccess(room.id(), room.name(), room.visibility(), false, true, false);
    rooms.addRoom(room.id(), "ops", Visibility.PRIVATE, ALICE.id(), NOW);
    rooms.addOwner(room.id(), ALICE.id(), NOW);
  }

  @Test
  void creatorOwnsTheNewRoom() {
    Creation creation = new Creation("new", Visibility.PUBLIC, BOB, TestLimits.GENEROUS, NOW);

    says(creation, Event.CREATED, true, false);
    creation.apply(rooms);

    assertThat(rooms.isOwner(creation.roomId(), BOB.id())).isTrue();
  }

  @Test
  void directRoomHasNoOwner() {
    Creation creation =
        new Creation("dm:alice:bob", Visibility.DIRECT, BOB, TestLimits.GENEROUS, NOW);

    creation.apply(rooms);

    assertThat(rooms.isMember(creation.roomId(), BOB.id())).isTrue();
    assertThat(rooms.isOwner(creation.roomId(), BOB.id())).isFalse();
  }

  @Test
  void creationUnderATakenNameIsSuperseded() {
    superseded(new Creation("ops", Visibility.PUBLIC, BOB, TestLimits.GENEROUS, NOW));
  }

  @Test
  void invitationIsUsedUpByJoining() {
    Inviting inviting = new Inviting(access, BOB, ALICE, TestLimits.GENEROUS, NOW);
    Joining joining = Joining.byInvitation(access, BOB, TestLimits.GENEROUS, NOW);
    says(inviting, Event.INVITED, false, false);
    says(joining, Event.JOINED, true, false);

    inviting.apply(rooms);
    assertThat(rooms.isInvited(room.id(), BOB.id())).isTrue();
    joining.apply(rooms);

    assertThat(rooms.isMember(room.id(), BOB.id())).isTrue();
    assertThat(rooms.isInvited(room.id(), BOB.id())).isFalse();
  }

  @Test
  void joiningWithAWithdrawnInvitationIsSuperseded() {
    superseded(Joining.byInvitation(access, BOB, TestLimits.GENEROUS, NOW));
  }

  @Test
  void joiningTwiceIsSuperseded() {
    superseded(Joining.freely(access, ALICE, TestLimits.GENEROUS, NOW));
  }

  @Test
  void joiningAnArchivedRoomIsSuperseded() {
    rooms.open.clear();
    superseded(Joining.freely(access, BOB, TestLimits.GENEROUS, NOW));
  }

  @Test
  void invitingIntoAnArchivedRoomIsSuperseded() {
    rooms.open.clear();
    superseded(new Inviting(access, BOB, ALICE, TestLimits.GENEROUS, NOW));
  }

  @Test
  void invitingByAUserWhoHasLeftIsSuperseded() {
    rooms.removeMember(room.id(), ALICE.id());
    superseded(new Inviting(access, BOB, ALICE, TestLimits.GENEROUS, NOW));
  }

  @Test
  void invitingAMemberOrTwiceIsSuperseded() {
    superseded(new Inviting(access, ALICE, ALICE, TestLimits.GENEROUS, NOW));

    rooms.addInvitation(room.id(), BOB.id(), ALICE.id(), NOW);
    superseded(new Inviting(access, BOB, ALICE, TestLimits.GENEROUS, NOW));
  }

  @Test
  void leavingEndsTheMembershipOnce() {
    Leaving leaving = Leaving.freely(access, ALICE, NOW);
    says(leaving, Event.LEFT, false, true);

    leaving.apply(rooms);

    assertThat(rooms.isMember(room.id(), ALICE.id())).isFalse();
    superseded(leaving);
  }

  @Test
  void archivingAndReopeningChangeNoMember() {
    OpenRooms open =
        new OpenRooms(null) {
          @Override
          public void close(UUID roomId) {
            assertThat(rooms.open).isEmpty();
          }
        };
    Archiving archiving = Archiving.close(room, open, NOW);
    Archiving reopening = Archiving.reopen(room, open, NOW);
    says(archiving, Event.ARCHIVED, false, false);
    says(reopening, Event.REOPENED, false, false);

    archiving.apply(rooms);
    assertThat(rooms.isOpen(room.id())).isFalse();
    reopening.apply(rooms);

    assertThat(rooms.isOpen(room.id())).isTrue();
    assertThat(rooms.isMember(room.id(), ALICE.id())).isTrue();
  }

  @Test
  void archivingARoomThatWasChangedSinceIsSuperseded() {
    rooms.version = 1;
    superseded(Archiving.close(room, new OpenRooms(null), NOW));
    superseded(Archiving.reopen(room, new OpenRooms(null), NOW));
  }

  private void superseded(MembershipChange change) {
    String before = rooms.state();
    assertThatThrownBy(() -> change.apply(rooms)).isInstanceOf(SupersededException.class);
    assertThat(rooms.state()).isEqualTo(before);
  }

  private static void says(MembershipChange change, Event event, boolean joins, boolean leaves) {
    assertThat(change.event()).isEqualTo(event);
    assertThat(change.joins()).isEqualTo(joins);
    assertThat(change.leaves()).isEqualTo(leaves);
  }

  private static AuthenticatedUser user(String name) {
    return new AuthenticatedUser(UUID.randomUUID(), name);
  }
}
