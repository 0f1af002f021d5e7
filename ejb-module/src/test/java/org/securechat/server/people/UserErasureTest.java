package org.securechat.server.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.server.ServiceException;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.administration.Actor;
import org.securechat.server.administration.AdministrationException;
import org.securechat.server.administration.ExpectedVersion;
import org.securechat.server.chat.DepartureService;
import org.securechat.server.people.UserErasure.Erased;
import org.securechat.server.room.ErasedMessages;
import org.securechat.server.room.ErasedMessages.Kept;
import org.securechat.server.room.ErasedMessages.Reason;
import org.securechat.server.room.PersonalData;
import org.securechat.server.testing.MutableClock;
import org.securechat.server.testing.TestDatabase;

class UserErasureTest {
  private static final Actor ROOT = Actor.machine("root");
  private static final ExpectedVersion ANY = ExpectedVersion.any();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final RecordingAudit audit = new RecordingAudit();
  private final RecordingSessions sessions = new RecordingSessions();
  private final Departures departures = new Departures();
  private final Messages messages = new Messages();
  private Users users;
  private UserErasure erasure;

  /** Three memberships, until they have ended; or no ledger. */
  private static final class Departures extends DepartureService {
    boolean away;
    int memberships = 3;

    @Override
    public int departFromAll(AuthenticatedUser user) {
      if (away) {
        throw new ServiceException(ErrorCode.UNAVAILABLE, "no ledger");
      }
      int ended = memberships;
      memberships = 0;
      return ended;
    }
  }

  /** Five messages, some of them held. */
  private static final class Messages extends PersonalData {
    List<Kept> kept = List.of();

    @Override
    public ErasedMessages eraseMessagesOf(String username, Actor actor) {
      return new ErasedMessages(5, kept);
    }
  }

  @BeforeEach
  void bob() {
    users = TestUsers.on(database);
    TestUsers.add(database, "bob");
    erasure = new UserErasure(users, audit, sessions, departures, messages, new MutableClock());
  }

  @Test
  void whoIsErasedIsANameAndNothingElse() {
    Erased erased = erasure.erase("bob", ANY, ROOT);

    assertThat(erased.memberships()).isEqualTo(3);
    assertThat(erased.messages().erased()).isEqualTo(5);
    assertThat(erased.user().state()).isEqualTo(AccountState.ERASED);
    assertThat(erased.user().email()).doesNotContain("bob");
    assertThat(sessions.ended).containsExactly("bob ACCOUNT_ERASED");
    assertThat(audit.lines()).containsExactly("user.erase bob by root");
  }

  @Test
  void afterAFailureTheAccountIsLockedAndTheNextCallGoesOn() {
    departures.away = true;
    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT)).isInstanceOf(ServiceException.class);
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

    assertThatThrownBy(() -> erasure.erase("bob", ANY, ROOT)).isInstanceOf(ServiceException.class);
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
