package org.securechat.server.admin.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditException;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

class UserAdministrationTest {
  private static final Actor ROOT = Actor.machine("root");
  private static final ExpectedVersion ANY = ExpectedVersion.any();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final RecordingAudit audit = new RecordingAudit();
  private final RecordingSessions sessions = new RecordingSessions();
  private Users users;
  private UserAdministration administration;

  @BeforeEach
  void start() {
    users = TestUsers.on(database);
    administration =
        new UserAdministration(
            users, new PasswordDerivation(), audit, sessions, new MutableClock());
  }

  @Test
  void whoIsCreatedIsActiveAndHasThePassword() {
    User alice = create("alice", "correct horse battery");

    assertThat(alice.state()).isEqualTo(AccountState.ACTIVE);
    assertThat(alice.password()).isPresent();
    assertThat(audit.lines()).containsExactly("user.create alice by root");
  }

  @Test
  void withoutAPasswordTheCertificateIsLeft() {
    assertThat(create("alice", null).password()).isEmpty();
  }

  @Test
  void aNameInUseIsNotGivenAgain() {
    create("alice", null);

    taken(() -> create("alice", null));
    assertThat(audit.events).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Alice", "a@b@c", "@server", "a b", "alice\n", "älice", "a|b"})
  void whatIsNoUsernameIsRefused(String username) {
    refused(() -> create(username, null), Reason.INVALID);
  }

  @Test
  void aMailAddressIsAUsername() {
    assertThat(create("alice@example.org", null).username()).isEqualTo("alice@example.org");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11, 257})
  void aPasswordHasBounds(int length) {
    refused(() -> NewPassword.chosen("x".repeat(length).toCharArray()), Reason.INVALID);
  }

  @Test
  void disablingEndsTheSessionsAndEnablingLetsBackIn() {
    create("alice", null);

    assertThat(administration.disable("alice", ANY, ROOT).isDisabled()).isTrue();
    assertThat(sessions.ended).containsExactly("alice ACCOUNT_DISABLED");
    refused(() -> administration.disable("alice", ANY, ROOT), Reason.CONFLICT);
    assertThat(administration.enable("alice", ANY, ROOT).isDisabled()).isFalse();
    refused(() -> administration.enable("alice", ANY, ROOT), Reason.CONFLICT);
    assertThat(audit.lines())
        .containsExactly(
            "user.create alice by root", "user.disable alice by root", "user.enable alice by root");
  }

  @Test
  void whoIsMarkedAsABotLosesTheSessionsAndIsOneUntilMarkedAsAPerson() {
    create("robot", null);

    assertThat(administration.markBot("robot", true, ANY, ROOT).isBot()).isTrue();
    assertThat(sessions.ended).containsExactly("robot CREDENTIALS_CHANGED");
    refused(() -> administration.markBot("robot", true, ANY, ROOT), Reason.CONFLICT);
    assertThat(administration.markBot("robot", false, ANY, ROOT).isBot()).isFalse();
    refused(() -> administration.markBot("robot", false, ANY, ROOT), Reason.CONFLICT);
    refused(() -> administration.markBot("nobody", true, ANY, ROOT), Reason.NOT_FOUND);
    assertThat(audit.lines())
        .containsExactly(
            "user.create robot by root", "user.bot robot by root", "user.person robot by root");
  }

  @Test
  void whoWasErasedIsNoBot() {
    User robot = create("robot", null);
    users.change(robot.id(), u -> u.erase(robot.createdAt()));
    refused(() -> administration.markBot("robot", true, ANY, ROOT), Reason.CONFLICT);
  }

  @Test
  void ofTwoAdministratorsTheLaterIsTold() {
    User read = create("alice", null);
    ExpectedVersion seen = ExpectedVersion.of(read.version());
    User disabled = administration.disable("alice", seen, ROOT);

    assertThat(disabled.version()).isNotEqualTo(read.version());
    refused(() -> administration.enable("alice", seen, ROOT), Reason.STALE);
    refused(() -> reset("alice", seen), Reason.STALE);
    assertThat(users.byUsername("alice").orElseThrow().isDisabled()).isTrue();
  }

  @Test
  void aNewPasswordReplacesTheOldAndEndsTheSessions() {
    create("alice", "the first password");
    byte[] before = storedHash();

    reset("alice", ANY);

    assertThat(storedHash()).isNotEqualTo(before).hasSize(32);
    assertThat(sessions.ended).containsExactly("alice CREDENTIALS_CHANGED");
    assertThat(administration.resetPassword("alice", Optional.empty(), ANY, ROOT).password())
        .isEmpty();
  }

  @Test
  void whoWasErasedGetsNoPasswordAndIsNotEnabled() {
    User alice = create("alice", null);
    users.change(alice.id(), u -> u.erase(alice.createdAt()));

    refused(() -> reset("alice", ANY), Reason.CONFLICT);
    refused(() -> administration.enable("alice", ANY, ROOT), Reason.CONFLICT);
    refused(() -> administration.disable("alice", ANY, ROOT), Reason.CONFLICT);
    taken(() -> create("alice", null));
  }

  @Test
  void nobodyIsChangedWhoDoesNotExist() {
    refused(() -> administration.get("alice"), Reason.NOT_FOUND);
    refused(() -> administration.disable("alice", ANY, ROOT), Reason.NOT_FOUND);
    refused(() -> administration.enable("' OR 1=1", ANY, ROOT), Reason.NOT_FOUND);
    refused(() -> reset("alice", ANY), Reason.NOT_FOUND);
    assertThat(audit.events).isEmpty();
  }

  @Test
  void whatCannotBeRecordedDoesNotHappen() {
    create("alice", null);
    audit.away = true;

    unavailable(() -> administration.disable("alice", ANY, ROOT));
    unavailable(() -> create("bob", null));

    assertThat(users.byUsername("alice").orElseThrow().isDisabled()).isFalse();
    assertThat(users.byUsername("bob")).isEmpty();
    assertThat(sessions.ended).isEmpty();
  }

  @Test
  void aGeneratedPasswordIsLongReadableAndNeverTheSame() {
    String first = new String(NewPassword.generated().expose());

    assertThat(first).matches("([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}");
    assertThat(new String(NewPassword.generated().expose())).isNotEqualTo(first);
    assertThat(NewPassword.generated().toString()).doesNotContain("-");
  }

  private User create(String username, String password) {
    return administration.create(
        new NewUser(
            username,
            Optional.ofNullable(password).map(text -> NewPassword.chosen(text.toCharArray()))),
        ROOT);
  }

  private void reset(String username, ExpectedVersion expected) {
    administration.resetPassword(username, Optional.of(NewPassword.generated()), expected, ROOT);
  }

  private byte[] storedHash() {
    return database.inTransaction(
        em -> (byte[]) em.createNativeQuery("SELECT pwd_hash FROM users").getSingleResult());
  }

  private static void refused(ThrowingCallable call, Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void taken(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AccountException.class,
            e -> assertThat(e.reason()).isEqualTo(AccountException.Reason.NAME_TAKEN));
  }

  private static void unavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AuditException.class,
            e -> assertThat(e.reason()).isEqualTo(AuditException.Reason.NOT_WRITTEN));
  }
}
