package org.securechat.server.admin.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.admin.user.UserErasure.Erased;
import org.securechat.server.audit.AuditException;
import org.securechat.server.chat.MembershipTermination;
import org.securechat.server.retention.ErasedMessages;
import org.securechat.server.retention.ErasedMessages.Kept;
import org.securechat.server.retention.ErasedMessages.Reason;
import org.securechat.server.retention.PersonalData;
import org.securechat.server.room.RoomException;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

class UserErasureTest {
  private static final Actor ROOT = Actor.machine("root");
  private static final ExpectedVersion ANY = ExpectedVersion.any();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final RecordingAudit audit = new RecordingAudit();
  private final RecordingSessions sessions = new RecordingSessions();
  private final Departures departures = new Departures();
  private final Messages messages = new Messages();
  private final ErasureLocks locks = new ErasureLocks();
  private Users users;
  private UserErasure erasure;
  private PendingErasureJob pendingErasures;

  /** Three memberships, until they have ended; or no ledger. */
  private static final class Departures extends MembershipTermination {
    boolean away;
    int memberships = 3;

    @Override
    public int terminateAll(AuthenticatedUser user) {
      if (away) {
        throw new RoomException(RoomException.Reason.SUPERSEDED, "no ledger");
      }
      int ended = memberships;
      memberships = 0;
      return ended;
    }
  }

  /** Five messages, some of them held. */
  private static final class Messages extends PersonalData {
    List<Kept> kept = List.of();

    boolean broken;

    @Override
    public ErasedMessages eraseMessagesOf(String username, Actor actor) {
      return new ErasedMessages(5, kept);
    }

    @Override
    public ErasedMessages eraseRestOf(String username) {
      if (broken) {
        throw new RoomException(RoomException.Reason.SUPERSEDED, "no ledger");
      }
      return new ErasedMessages(2, kept);
    }

    @Override
    public boolean isHeld(String username) {
      return kept.stream().anyMatch(room -> room.reason() == Reason.HELD);
    }
  }

  @BeforeEach
  void bob() {
    users = TestUsers.on(database);
    TestUsers.add(database, "bob");
    erasure =
        new UserErasure(users, audit, sessions, departures, messages, locks, new MutableClock());
    pendingErasures = new PendingErasureJob(users, erasure, messages);
  }

  @Test
  void whoIsErasedIsANameAndNothingElse() {
    Erased erased = erasure.erase("bob", ANY, ROOT);

    assertThat(erased.memberships()).isEqualTo(3);
    assertThat(erased.messages().erased()).isEqualTo(5);
    assertThat(erased.user().state()).isEqualTo(AccountState.ERASED);
    assertThat(sessions.ended).containsExactly("bob ACCOUNT_ERASED");
    assertThat(audit.lines()).containsExactly("user.erase bob by root");
  }

  @Test
  void afterAFailureTheAccountIsLockedAndTheNextCallGoesOn() {
    departures.away = true;
    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT)).isInstanceOf(RoomException.class);
    User half = users.byUsername("bob").orElseThrow();
    assertThat(half.state()).isEqualTo(AccountState.ERASING);
    assertThat(half.isDisabled()).isTrue();
    departures.away = false;

    assertThat(erasure.erase("bob", ANY, ROOT).user().state()).isEqualTo(AccountState.ERASED);
  }

  @Test
  void aLegalHoldKeepsTheErasureOpen() {
    messages.kept = List.of(new Kept("case", Reason.HELD));
    assertThat(erasure.erase("bob", ANY, ROOT).user().state()).isEqualTo(AccountState.ERASING);
    messages.kept = List.of();

    assertThat(erasure.erase("bob", ANY, ROOT).user().state()).isEqualTo(AccountState.ERASED);
  }

  @Test
  void whenTheHoldIsLiftedTheServerFinishesByItself() {
    messages.kept = List.of(new Kept("case", Reason.HELD));
    erasure.erase("bob", ANY, ROOT);
    pendingErasures.run();
    assertThat(state("bob")).as("held").isEqualTo(AccountState.ERASING);
    messages.kept = List.of();

    pendingErasures.run();

    assertThat(state("bob")).isEqualTo(AccountState.ERASED);
  }

  @Test
  void anErasureThatSomebodyIsAtWorkOnIsLeftAlone() {
    departures.away = true;
    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT)).isInstanceOf(RoomException.class);
    departures.away = false;
    assertThat(locks.begin("bob")).as("not left behind by what failed").isTrue();

    pendingErasures.run();
    assertThat(state("bob")).isEqualTo(AccountState.ERASING);
    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT))
        .isInstanceOfSatisfying(
            AdministrationException.class,
            refused ->
                assertThat(refused.reason()).isEqualTo(AdministrationException.Reason.CONFLICT));

    locks.end("bob");
    pendingErasures.run();
    assertThat(state("bob")).isEqualTo(AccountState.ERASED);
    assertThat(departures.memberships).isZero();
  }

  @Test
  void oneThatFailsStopsNoOtherAndIsTriedAgain() {
    TestUsers.add(database, "alice");
    TestUsers.add(database, "carol");
    messages.kept = List.of(new Kept("case", Reason.UNAVAILABLE));
    erasure.erase("alice", ANY, ROOT);
    erasure.erase("bob", ANY, ROOT);
    messages.broken = true;
    pendingErasures.run();
    assertThat(state("bob")).isEqualTo(AccountState.ERASING);
    messages.broken = false;
    messages.kept = List.of();

    pendingErasures.run();

    assertThat(state("alice")).isEqualTo(AccountState.ERASED);
    assertThat(state("bob")).isEqualTo(AccountState.ERASED);
    assertThat(state("carol")).as("nobody asked for it").isEqualTo(AccountState.ACTIVE);
  }

  private AccountState state(String username) {
    return users.byUsername(username).orElseThrow().state();
  }

  @Test
  void whatSomebodyElseHasChangedIsNotErasedUnawares() {
    User read = users.byUsername("bob").orElseThrow();
    users.change(read.id(), user -> user.disable(Instant.EPOCH));

    assertThatThrownBy(() -> erasure.erase("bob", ExpectedVersion.of(read.version()), ROOT))
        .isInstanceOf(AdministrationException.class);
    assertThat(users.byUsername("bob").orElseThrow().isErased()).isFalse();
    assertThat(sessions.ended).isEmpty();
  }

  @Test
  void whatCannotBeRecordedDoesNotHappen() {
    audit.away = true;

    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT)).isInstanceOf(AuditException.class);
    assertThat(users.byUsername("bob").orElseThrow().isErased()).isFalse();
    assertThat(departures.memberships).isEqualTo(3);
  }

  @Test
  void nobodyIsErasedWhoDoesNotExist() {
    assertThatThrownBy(() -> erasure.erase("carol", ANY, ROOT))
        .isInstanceOf(AdministrationException.class);
    assertThat(audit.events).isEmpty();
  }
}
