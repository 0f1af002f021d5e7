package org.securechat.server.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.Users;
import org.securechat.server.room.InvitationRepository.Open;
import org.securechat.server.room.RoomException.Reason;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

/** PROTOCOL.md §7.4: what a user can do about those who invite. */
class InvitationsTest {
  @RegisterExtension final TestDatabase database = TestDatabase.ignoringCase();

  private final MutableClock clock = new MutableClock();
  private Users users;
  private AuthenticatedUser alice;
  private AuthenticatedUser bob;
  private AuthenticatedUser mallory;
  private RoomService rooms;
  private Invitations invitations;
  private Blocks blocks;

  @BeforeEach
  void threeUsers() {
    users = TestUsers.on(database);
    alice = TestUsers.add(database, "alice");
    bob = TestUsers.add(database, "bob");
    mallory = TestUsers.add(database, "mallory");
    limited(TestLimits.GENEROUS);
  }

  private void limited(RoomLimits limits) {
    RoomRepository access = new JdbcRoomRepository(database.wired());
    InvitationRepository invited =
        database.perCall(InvitationRepository.class, JpaInvitationRepository::new);
    rooms = new RoomService(access, invited, users, limits, clock);
    blocks = new Blocks(invited, users);
    invitations = new Invitations(rooms, access, invited, blocks, users, limits, clock);
  }

  @Test
  void theListSaysToWhichRoomByWhomAndWhen() {
    invited(alice, "plans", bob);
    invited(mallory, "board", bob);

    assertThat(invitations.open(bob, "", 10))
        .extracting(Open::room, Open::visibility, Open::invitedBy, Open::invitedAt)
        .containsExactly(
            tuple("board", Visibility.PRIVATE, "mallory", clock.instant()),
            tuple("plans", Visibility.PRIVATE, "alice", clock.instant()));
    assertThat(names(bob, "", 1)).containsExactly("board");
    assertThat(names(bob, "board", 10)).containsExactly("plans");
    assertThat(names(alice, "", 10)).isEmpty();
  }

  @Test
  void whoEntersHasNoInvitationAnyMore() {
    invited(alice, "plans", bob);

    commit(rooms.join(bob, "plans").orElseThrow());

    assertThat(names(bob, "", 10)).isEmpty();
  }

  @Test
  @DisplayName("a declined invitation is off the list; the inviter cannot tell, nor ask again")
  void whatIsDeclinedDoesNotComeAgain() {
    invited(alice, "plans", bob);

    invitations.decline(bob, "plans");
    invitations.decline(bob, "plans");

    assertThat(names(bob, "", 10)).isEmpty();
    assertThat(invitations.invite(alice, "plans", "bob")).as("as one who was invited").isEmpty();
    assertThat(names(bob, "", 10)).isEmpty();
  }

  @Test
  @DisplayName("the record says that the user may enter: declining does not make it untrue")
  void whoHasDeclinedCanStillEnter() {
    invited(alice, "plans", bob);
    invitations.decline(bob, "plans");

    commit(rooms.join(bob, "plans").orElseThrow());

    assertThat(rooms.requireWriter("plans", bob.id()).isMember()).isTrue();
  }

  @Test
  void anInvitationThatAnotherHasIsNotDeclined() {
    invited(alice, "plans", bob);
    commit(invitations.invite(alice, "plans", "mallory").orElseThrow());

    invitations.decline(mallory, "plans");

    assertThat(names(bob, "", 10)).containsExactly("plans");
  }

  @Test
  void aRoomOneMayNotKnowOfIsNoRoomToDecline() {
    commit(rooms.create(alice, "plans", Visibility.PRIVATE));

    refused(() -> invitations.decline(bob, "plans"), Reason.NO_SUCH_ROOM);
    refused(() -> invitations.decline(bob, "nowhere"), Reason.NO_SUCH_ROOM);
  }

  @Test
  @DisplayName("one who has blocked the asker is not told apart from one who does not exist")
  void whoIsBlockedDoesNotReach() {
    commit(rooms.create(mallory, "trap", Visibility.PRIVATE));
    invitations.block(bob, "mallory");

    RoomException blocked =
        refused(() -> invitations.invite(mallory, "trap", "bob"), Reason.NO_SUCH_USER);
    RoomException unknown =
        refused(() -> invitations.invite(mallory, "trap", "unknown"), Reason.NO_SUCH_USER);
    assertThat(blocked).hasMessage(unknown.getMessage());
    refused(() -> rooms.direct(mallory, "bob"), Reason.NO_SUCH_USER);
    assertThat(invitations.invite(mallory, "trap", "alice")).isPresent();
    assertThat(rooms.direct(bob, "mallory").changes()).as("the other way round").hasSize(2);
  }

  @Test
  void aConversationThatThereIsStays() {
    commit(rooms.direct(mallory, "bob").changes().toArray(MembershipChange[]::new));

    invitations.block(bob, "mallory");

    assertThat(rooms.direct(mallory, "bob").changes()).isEmpty();
  }

  @Test
  @DisplayName("7.4: in a direct room that is there, the blocked one writes no more")
  void whoIsBlockedWritesNoMoreWhereTheyDid() {
    String room = "dm:bob:mallory";
    commit(rooms.direct(mallory, "bob").changes().toArray(MembershipChange[]::new));
    blocks.require(room, mallory);

    invitations.block(bob, "mallory");
    refused(() -> blocks.require(room, mallory), Reason.BLOCKED);
    blocks.require(room, bob);
    blocks.require("dm:alice:mallory", mallory);
    blocks.require("dm:mallory:mallory", mallory);
    blocks.require("plans", mallory);

    invitations.unblock(bob, "mallory");
    blocks.require(room, mallory);
    invitations.block(bob, "mallory");
    refused(() -> blocks.require(room, mallory), Reason.BLOCKED);
    invitations.forget(bob);
    blocks.require(room, mallory);
  }

  @Test
  @DisplayName("7.4: a room that a crash has left half made is not completed against a block")
  void whoHasBlockedIsNotTakenIntoARoomThatIsHalfMade() {
    commit(rooms.direct(mallory, "bob").changes().getFirst());
    invitations.block(bob, "mallory");

    refused(() -> rooms.direct(mallory, "bob"), Reason.NO_SUCH_USER);
    assertThat(rooms.direct(bob, "mallory").changes()).hasSize(1);
  }

  @Test
  void aBlockTakesTheInvitationsOffTheList() {
    invited(mallory, "trap", bob);
    invited(alice, "plans", bob);

    invitations.block(bob, "mallory");

    assertThat(names(bob, "", 10)).containsExactly("plans");
  }

  @Test
  void aBlockIsTakenBack() {
    commit(rooms.create(mallory, "trap", Visibility.PRIVATE));
    invitations.block(bob, "mallory");
    invitations.block(bob, "mallory");
    assertThat(invitations.blocked(bob, "", 10)).containsExactly("mallory");

    invitations.unblock(bob, "mallory");
    invitations.unblock(bob, "mallory");

    assertThat(invitations.blocked(bob, "", 10)).isEmpty();
    assertThat(invitations.invite(mallory, "trap", "bob")).isPresent();
  }

  @Test
  void theBlockedAreListedByNameAndForOneselfAlone() {
    invitations.block(bob, "mallory");
    invitations.block(bob, "alice");
    invitations.block(alice, "mallory");

    assertThat(invitations.blocked(bob, "", 10)).containsExactly("alice", "mallory");
    assertThat(invitations.blocked(bob, "", 1)).containsExactly("alice");
    assertThat(invitations.blocked(bob, "alice", 10)).containsExactly("mallory");
  }

  @Test
  void oneselfAndWhoDoesNotExistAreNotBlocked() {
    refused(() -> invitations.block(bob, "bob"), Reason.NOT_PERMITTED);
    refused(() -> invitations.block(bob, "unknown"), Reason.NO_SUCH_USER);
    refused(() -> invitations.unblock(bob, "unknown"), Reason.NO_SUCH_USER);
  }

  @Test
  void aDisabledUserCanBeBlocked() {
    users.change(mallory.id(), account -> account.disable(clock.instant()));

    invitations.block(bob, "mallory");

    assertThat(invitations.blocked(bob, "", 10)).containsExactly("mallory");
  }

  @Test
  void oneInviterFillsNoList() {
    limited(new RoomLimits(100, 100, 100, 2, 100, 100, true));
    invited(mallory, "trap-1", bob);
    invited(mallory, "trap-2", bob);
    invitations.decline(bob, "trap-1");
    commit(rooms.create(mallory, "trap-3", Visibility.PRIVATE));

    refused(
        () -> invitations.invite(mallory, "trap-3", "bob"), Reason.TOO_MANY_INVITATIONS_FROM_ONE);
    assertThat(invitations.invite(mallory, "trap-3", "alice")).isPresent();
    invited(alice, "plans", bob);
    assertThat(names(bob, "", 10)).containsExactly("plans", "trap-2");
  }

  @Test
  void severalInvitersTogetherFillAListAndItsOwnerEmptiesIt() {
    limited(new RoomLimits(100, 100, 2, 100, 100, 100, true));
    invited(mallory, "trap-1", bob);
    invited(mallory, "trap-2", bob);
    commit(rooms.create(alice, "plans", Visibility.PRIVATE));
    refused(() -> invitations.invite(alice, "plans", "bob"), Reason.TOO_MANY_INVITATIONS);

    invitations.decline(bob, "trap-1");

    assertThat(invitations.invite(alice, "plans", "bob")).isPresent();
  }

  @Test
  void whereMembersDoNotInviteOwnersAndModeratorsDo() {
    commit(rooms.create(alice, "plans", Visibility.PRIVATE));
    commit(invitations.invite(alice, "plans", "bob").orElseThrow());
    commit(rooms.join(bob, "plans").orElseThrow());
    MembershipChange decidedBefore = invitations.invite(bob, "plans", "mallory").orElseThrow();
    limited(new RoomLimits(100, 100, 100, 100, 100, 100, false));

    refused(() -> invitations.invite(bob, "plans", "mallory"), Reason.MODERATORS_INVITE);
    refused(() -> invitations.invite(mallory, "plans", "mallory"), Reason.NO_SUCH_ROOM);
    commit(invitations.invite(alice, "plans", "mallory").orElseThrow());
    assertThatThrownBy(() -> commit(decidedBefore)).isInstanceOf(SupersededException.class);
  }

  @Test
  void whoModeratesNoLongerWhenTheLineIsWrittenInvitesNobody() {
    limited(new RoomLimits(100, 100, 100, 100, 100, 100, false));
    commit(rooms.create(alice, "plans", Visibility.PRIVATE));
    commit(invitations.invite(alice, "plans", "bob").orElseThrow());
    commit(rooms.join(bob, "plans").orElseThrow());
    role(RoomRole.MODERATOR);
    MembershipChange late = invitations.invite(bob, "plans", "mallory").orElseThrow();

    role(RoomRole.MEMBER);

    refused(() -> commit(late), Reason.MODERATORS_INVITE);
    assertThat(names(mallory, "", 10)).isEmpty();
  }

  /** Gives bob a role in the room. */
  private void role(RoomRole role) {
    UUID plans = rooms.visible(bob.id(), "plans").id();
    database.doInTransaction(em -> new JpaMembershipRepository(em).setRole(plans, bob.id(), role));
  }

  @Test
  void asManyBlocksAsOneMayHave() {
    limited(TestLimits.all(1));
    invitations.block(bob, "mallory");

    refused(() -> invitations.block(bob, "alice"), Reason.TOO_MANY_BLOCKED);
    invitations.block(bob, "mallory");
    invitations.unblock(bob, "mallory");
    invitations.block(bob, "alice");

    assertThat(invitations.blocked(bob, "", 10)).containsExactly("alice");
  }

  @Test
  void whoseAccountEndsIsForgotten() {
    invited(alice, "plans", bob);
    invitations.block(bob, "mallory");
    invitations.block(alice, "bob");
    invitations.block(alice, "mallory");

    invitations.forget(bob);

    assertThat(names(bob, "", 10)).isEmpty();
    assertThat(invitations.blocked(bob, "", 10)).isEmpty();
    assertThat(invitations.blocked(alice, "", 10)).containsExactly("mallory");
    refused(() -> rooms.join(bob, "plans"), Reason.NO_SUCH_ROOM);
  }

  private void invited(AuthenticatedUser inviter, String room, AuthenticatedUser user) {
    commit(rooms.create(inviter, room, Visibility.PRIVATE));
    commit(invitations.invite(inviter, room, user.username()).orElseThrow());
  }

  private List<String> names(AuthenticatedUser user, String after, int limit) {
    return invitations.open(user, after, limit).stream().map(Open::room).toList();
  }

  private void commit(MembershipChange... changes) {
    database.doInTransaction(
        em -> List.of(changes).forEach(change -> change.apply(new JpaMembershipRepository(em))));
  }

  private static RoomException refused(ThrowingCallable call, Reason reason) {
    RoomException[] caught = new RoomException[1];
    assertThatThrownBy(call).isInstanceOfSatisfying(RoomException.class, e -> caught[0] = e);
    assertThat(caught[0].reason()).isEqualTo(reason);
    return caught[0];
  }
}
