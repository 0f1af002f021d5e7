package org.securechat.server.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.room.RoomException.Reason;

/** PROTOCOL.md §11: limits hold for what is asked for on many connections at the same moment. */
class RoomLimitsAtOnceTest {
  private static final int MOST = 3;
  private static final int AT_ONCE = 12;

  @RegisterExtension final RoomFixture fixture = new RoomFixture();

  private AuthenticatedUser alice;
  private AuthenticatedUser bob;
  private RoomRepository access;
  private InvitationRepository invited;
  private RoomService rooms;
  private Invitations invitations;

  @BeforeEach
  void users() {
    alice = TestUsers.add(fixture.database, "alice");
    bob = TestUsers.add(fixture.database, "bob");
    access = new JdbcRoomRepository(fixture.database.wired());
    invited = fixture.database.perCall(InvitationRepository.class, JpaInvitationRepository::new);
    limited(TestLimits.all(MOST));
  }

  private void limited(RoomLimits limits) {
    rooms = new RoomService(access, invited, fixture.users, limits, fixture.clock);
    invitations =
        new Invitations(
            rooms,
            access,
            invited,
            new Blocks(invited, fixture.users),
            fixture.users,
            limits,
            fixture.clock);
  }

  @Test
  void roomsMade() throws Exception {
    List<Reason> refusals =
        changes(i -> List.of(rooms.create(alice, "room-" + i, Visibility.PUBLIC)));

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_MADE);
    assertThat(access.countMade(alice.id())).isEqualTo(MOST);
  }

  @Test
  void roomsEntered() throws Exception {
    AuthenticatedUser other = TestUsers.add(fixture.database, "other");
    limited(TestLimits.GENEROUS);
    for (int i = 0; i < AT_ONCE; i++) {
      fixture.commit(rooms.create(other, "room-" + i, Visibility.PUBLIC));
    }
    limited(TestLimits.all(MOST));

    List<Reason> refusals = changes(i -> List.of(rooms.join(alice, "room-" + i).orElseThrow()));

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_MEMBERSHIPS);
    assertThat(access.countMemberships(alice.id())).isEqualTo(MOST);
  }

  @Test
  void invitationsOfOneToOne() throws Exception {
    limited(TestLimits.GENEROUS);
    for (int i = 0; i < AT_ONCE; i++) {
      fixture.commit(rooms.create(alice, "room-" + i, Visibility.PRIVATE));
    }
    limited(TestLimits.all(MOST));

    List<Reason> refusals =
        changes(i -> List.of(invitations.invite(alice, "room-" + i, "bob").orElseThrow()));

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_INVITATIONS_FROM_ONE);
    assertThat(invited.countOpen(bob.id())).isEqualTo(MOST);
  }

  @Test
  void invitationsOfManyToOne() throws Exception {
    limited(TestLimits.GENEROUS);
    List<AuthenticatedUser> inviters = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      inviters.add(TestUsers.add(fixture.database, "inviter" + i));
      fixture.commit(rooms.create(inviters.get(i), "room-" + i, Visibility.PRIVATE));
    }
    limited(TestLimits.all(MOST));

    List<Reason> refusals =
        changes(
            i -> List.of(invitations.invite(inviters.get(i), "room-" + i, "bob").orElseThrow()));

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_INVITATIONS);
    assertThat(invited.countOpen(bob.id())).isEqualTo(MOST);
  }

  @Test
  void directRoomsOfADay() throws Exception {
    for (int i = 0; i < AT_ONCE; i++) {
      TestUsers.add(fixture.database, "partner" + i);
    }

    List<Reason> refusals = changes(i -> rooms.direct(alice, "partner" + i).changes());

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_DIRECT_ROOMS);
    assertThat(access.countDirectMade(alice.id(), fixture.now().minusSeconds(1))).isEqualTo(MOST);
  }

  @Test
  void usersBlocked() throws Exception {
    for (int i = 0; i < AT_ONCE; i++) {
      TestUsers.add(fixture.database, "pest" + i);
    }

    List<Reason> refusals =
        atOnce(i ->
            () -> {
              invitations.block(alice, "pest" + i);
              return null;
            });

    assertThat(refusals).hasSize(AT_ONCE - MOST).containsOnly(Reason.TOO_MANY_BLOCKED);
    assertThat(invited.countBlocked(alice.id())).isEqualTo(MOST);
  }

  /** All are decided before the first one is committed, as on as many connections. */
  private List<Reason> changes(IntFunction<List<MembershipChange>> decision) throws Exception {
    List<List<MembershipChange>> decided = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      decided.add(decision.apply(i));
    }
    return atOnce(i ->
        () -> {
          decided.get(i).forEach(fixture::commit);
          return null;
        });
  }

  private static List<Reason> atOnce(IntFunction<Callable<Void>> task) throws Exception {
    List<Reason> refusals = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        tasks.add(task.apply(i));
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        if (done.state() == Future.State.FAILED) {
          refusals.add(((RoomException) done.exceptionNow()).reason());
        }
      }
    }
    return refusals;
  }
}
