package org.securechat.server.admin.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.securechat.server.account.AccountAccess;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Role;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.testkit.MutableClock;

/** Who guesses at the administration's door, and who is right behind the same address. */
class AdministratorLoginTest {
  private static final int FAILURES_OF_AN_ADDRESS = 100;
  private static final InetAddress OFFICE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.2");
  private static final char[] RIGHT = "right".toCharArray();
  private static final char[] WRONG = "wrong".toCharArray();

  private final MutableClock clock = new MutableClock();
  private final List<AuditEvent> audited = new ArrayList<>();
  private final List<PasswordDerivation.Kind> computed = new ArrayList<>();
  private final AdministratorLogin login =
      new AdministratorLogin(
          new Table(),
          new Cheap(),
          AccountAccess.decoys(),
          AccountAccess.throttle(clock),
          new Audit(),
          null,
          AccountAccess.settings(),
          clock);

  @Test
  void anAdministratorGetsInFromAnAddressThatHasFailedTooOften() {
    guessAtStrangeNames();
    assertRateLimited("nobody", WRONG, OFFICE);

    assertThat(login.byPassword("root", RIGHT, OFFICE).name()).isEqualTo("root");
  }

  @Test
  void anAddressThatHasFailedTooOftenLearnsNoNames() {
    guessAtStrangeNames();

    assertRateLimited("nobody", WRONG, OFFICE);
    assertRateLimited("root", WRONG, OFFICE);
    assertThat(audited).hasSize(FAILURES_OF_AN_ADDRESS + 2);
  }

  @Test
  void strangeNamesOfSuchAnAddressCostNoComputation() {
    guessAtStrangeNames();
    computed.clear();

    assertRateLimited("nobody", WRONG, OFFICE);

    assertThat(computed).isEmpty();
  }

  @Test
  void strangersHaveAGateOfTheirOwn() {
    assertRefused("nobody", WRONG, OFFICE);
    assertRefused("root", WRONG, OFFICE);

    assertThat(computed)
        .containsExactly(PasswordDerivation.Kind.STRANGERS, PasswordDerivation.Kind.ADMINISTRATORS);
  }

  @Test
  void strangersElsewhereDoNotLockOutAnAdministratorWhoWasHereBefore() {
    login.byPassword("root", RIGHT, OFFICE);
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> login.byPassword("root", WRONG, ELSEWHERE)).isNotNull();
    }
    assertRateLimited("root", RIGHT, ELSEWHERE);
    clock.advance(java.time.Duration.ofMillis(RememberedPasswords.MAX_AGE_MILLIS));
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(() -> login.byPassword("root", WRONG, ELSEWHERE)).isNotNull();
    }

    assertThat(login.byPassword("root", RIGHT, OFFICE).name()).isEqualTo("root");
  }

  @Test
  void aPasswordThatWasRightHereIsNotRememberedForOtherAddresses() {
    login.byPassword("root", RIGHT, OFFICE);
    login.byPassword("root", RIGHT, OFFICE);
    assertThat(computed).hasSize(1);

    login.byPassword("root", RIGHT, ELSEWHERE);

    assertThat(computed).hasSize(2);
  }

  private void guessAtStrangeNames() {
    for (int i = 0; i < FAILURES_OF_AN_ADDRESS; i++) {
      String name = "nobody" + i;
      assertThatThrownBy(() -> login.byPassword(name, WRONG, OFFICE)).isNotNull();
    }
  }

  private void assertRateLimited(String name, char[] password, InetAddress address) {
    assertThatThrownBy(() -> login.byPassword(name, password, address))
        .isInstanceOfSatisfying(
            AccountException.class, e -> assertThat(e.reason()).isEqualTo(Reason.RATE_LIMITED));
  }

  private void assertRefused(String name, char[] password, InetAddress address) {
    assertThatThrownBy(() -> login.byPassword(name, password, address))
        .isInstanceOf(AdministrationException.class);
  }

  /** One administrator, root. */
  private static final class Table extends JpaAdministrators {
    private final Administrator root =
        new Administrator(
            "root",
            Role.ADMINISTRATOR,
            AccountAccess.password(),
            CertificateRule.NONE,
            Instant.EPOCH);

    @Override
    public Optional<Administrator> byName(String name) {
      return Optional.of(root).filter(one -> one.name().equals(name));
    }
  }

  private final class Cheap extends PasswordDerivation {
    @Override
    public boolean fits(Kind kind, char[] password, StoredPassword stored) {
      computed.add(kind);
      return Arrays.equals(password, RIGHT);
    }
  }

  private final class Audit extends AuditLog {
    @Override
    public void later(AuditEvent event) {
      audited.add(event);
    }
  }
}
