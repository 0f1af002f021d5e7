package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.testing.TestIdentities;
import org.securechat.testkit.MutableClock;

/**
 * Logins that bring the password itself. Anybody can show a certificate there, since its key is not
 * asked for.
 */
class PasswordAuthenticationTest {
  private static final InetAddress OFFICE = InetAddress.getLoopbackAddress();
  private static final PeerIdentity ALICE = TestIdentities.named("alice");
  private static final PeerIdentity MALLORY = TestIdentities.named("mallory");
  private static final char[] RIGHT = "right".toCharArray();
  private static final char[] WRONG = "wrong".toCharArray();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private final MutableClock clock = new MutableClock();
  private Users users;
  private PasswordAuthentication service;

  @BeforeEach
  void start() {
    users = TestUsers.on(database);
    AccountSettings settings = TestUsers.settings(PasswordPolicy.ALWAYS);
    service =
        new PasswordAuthentication(
            users,
            new DecoyAccounts(database.perCall(ServerSecrets.class, JpaServerSecrets::new)),
            new LoginThrottle(clock, settings),
            new Cheap(),
            settings,
            TestUsers.registrations(users),
            clock);
    for (String name : List.of("alice", "mallory")) {
      users.add(new User(name, stored(KdfParameters.DEFAULT), clock.instant()));
    }
  }

  @Test
  void wrongLoginsWithAPublicCertificateHoldUpNobodyBehindTheSameAddress() {
    for (int i = 0; i < 105; i++) {
      guess("victim" + i, MALLORY);
    }
    assertRefused(() -> login("victim", MALLORY), Reason.RATE_LIMITED);
    assertRefused(() -> login("alice", MALLORY), Reason.RATE_LIMITED);

    assertThat(login("alice", ALICE).username()).isEqualTo("alice");
    assertThat(service.register("carol", RIGHT, TestIdentities.named("carol"), OFFICE).username())
        .isEqualTo("carol");
  }

  @Test
  void anotherCertificateDoesNotLockTheAccountOut() {
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      guess("alice", MALLORY);
    }

    assertThat(login("alice", ALICE).username()).isEqualTo("alice");
  }

  @Test
  void guessingAtTheAccountOfACertificateIsSlow() {
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      guess("alice", ALICE);
    }

    assertRefused(() -> login("alice", ALICE), Reason.RATE_LIMITED);
  }

  @Test
  void registrationsWithACertificateOfAnotherAreNotHeldUpByIt() {
    PeerIdentity carol = TestIdentities.named("carol");
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      assertRefused(
          () -> service.register("ceo", RIGHT, carol, address("192.0.2.9")),
          Reason.IDENTITY_MISMATCH);
    }

    assertThat(service.register("carol", RIGHT, carol, OFFICE).username()).isEqualTo("carol");
  }

  @Test
  void aBotIsRefusedAndOnlyWhoHasThePasswordLearnsThatItIsOne() {
    bot("alice", true);

    assertRefused(() -> login("alice", ALICE), Reason.DISABLED);
    assertRefused(() -> service.named(ALICE), Reason.DISABLED);
    assertRefused(() -> service.login("alice", WRONG, ALICE, OFFICE), Reason.BAD_CREDENTIALS);
    assertThat(login("mallory", MALLORY).isBot()).isFalse();

    bot("alice", false);
    assertThat(login("alice", ALICE).username()).isEqualTo("alice");
  }

  private void bot(String name, boolean isBot) {
    users.change(
        users.byUsername(name).orElseThrow().id(),
        account -> account.markBot(isBot, clock.instant()));
  }

  @ParameterizedTest
  @CsvSource({"262144,10,4", "65537,1,1", "65536,4,1"})
  void aKeyBeyondTheBoundsIsRefusedAndNeverComputed(int memory, int passes, int lanes) {
    StoredPassword costly = stored(new KdfParameters(memory, passes, lanes));

    assertThatThrownBy(
            () -> new PasswordDerivation().fits(PasswordDerivation.Kind.USERS, RIGHT, costly))
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_COSTLY))
        .hasMessageContaining("administrator can set a new password");
  }

  private void guess(String name, PeerIdentity peer) {
    assertThatThrownBy(() -> service.login(name, WRONG, peer, OFFICE))
        .isInstanceOf(AccountException.class);
  }

  private AuthenticatedUser login(String name, PeerIdentity peer) {
    return service.login(name, RIGHT, peer, OFFICE);
  }

  private static void assertRefused(Runnable attempt, Reason reason) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static StoredPassword stored(KdfParameters parameters) {
    return StoredPassword.of(
        new byte[StoredPassword.SALT_LENGTH],
        parameters,
        SecretBytes.random(StoredPassword.KEY_LENGTH));
  }

  /** Every account has the same password, and it costs nothing to look at it. */
  private static final class Cheap extends PasswordDerivation {
    @Override
    public StoredPassword derive(Kind kind, char[] password) {
      return stored(KdfParameters.DEFAULT);
    }

    @Override
    public boolean fits(Kind kind, char[] password, StoredPassword stored) {
      return Arrays.equals(password, RIGHT);
    }
  }
}
