package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.testkit.MutableClock;

class LoginThrottleTest {
  private static final int FAILURES = 100;
  private static final InetAddress HOME = address("192.0.2.1");
  private static final InetAddress AWAY = address("192.0.2.2");

  private final MutableClock clock = new MutableClock();
  private final LoginThrottle throttle =
      new LoginThrottle(clock, TestUsers.settings(PasswordPolicy.ALWAYS));

  @Test
  void theFirstFailuresCostNothingAndTheNextAttemptWaits() {
    fail("alice", AccountBackOff.FREE_FAILURES);

    assertLimited("alice", HOME);
    clock.advance(Duration.ofMillis(AccountBackOff.FIRST_WAIT_MILLIS - 1));
    assertLimited("alice", HOME);
    clock.advance(Duration.ofMillis(1));
    begin("alice", HOME).close();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToTheLimit() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    long expected = AccountBackOff.FIRST_WAIT_MILLIS;
    for (int i = 0; i < 40; i++) {
      clock.advance(Duration.ofMillis(expected - 1));
      assertLimited("alice", HOME);
      clock.advance(Duration.ofMillis(1));
      begin("alice", HOME).failed();
      expected = Math.min(2 * expected, AccountBackOff.LONGEST_WAIT_MILLIS);
    }
  }

  @Test
  void changingTheAddressDoesNotHelp() {
    fail("alice", AccountBackOff.FREE_FAILURES);

    assertLimited("alice", AWAY);
  }

  @Test
  void anotherAccountIsNotPunished() {
    fail("alice", AccountBackOff.FREE_FAILURES);

    begin("bob", HOME).close();
  }

  @Test
  void onceThrottledOnlyOneAttemptIsUnderWayAtATime() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    clock.advance(Duration.ofMillis(AccountBackOff.FIRST_WAIT_MILLIS));

    try (LoginThrottle.Attempt only = begin("alice", HOME)) {
      assertThat(only).isNotNull();
      assertLimited("alice", AWAY);
    }
    begin("alice", AWAY).close();
  }

  @Test
  void aBurstAdmittedTogetherIsCountedInFull() {
    var burst = new LoginThrottle.Attempt[50];
    for (int i = 0; i < burst.length; i++) {
      burst[i] = begin("alice", HOME);
    }
    for (LoginThrottle.Attempt attempt : burst) {
      attempt.failed();
    }

    clock.advance(Duration.ofMillis(AccountBackOff.LONGEST_WAIT_MILLIS - 1));
    assertLimited("alice", HOME);
  }

  @Test
  void aSuccessForgivesTheAccount() {
    fail("alice", AccountBackOff.FREE_FAILURES - 1);
    begin("alice", HOME).succeeded();
    fail("alice", AccountBackOff.FREE_FAILURES - 1);

    begin("alice", HOME).close();
  }

  @Test
  void anAttemptWithoutAVerdictCountsAsNeither() {
    for (int i = 0; i < 1000; i++) {
      begin("alice", HOME).close();
    }

    begin("alice", HOME).close();
  }

  @Test
  void silenceForgivesTheAccount() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    clock.advance(Duration.ofMillis(AccountBackOff.FORGET_MILLIS));

    fail("alice", AccountBackOff.FREE_FAILURES - 1);
    begin("alice", HOME).close();
  }

  @Test
  void oneAddressCannotTryEveryAccount() {
    spray(HOME, FAILURES);

    assertLimited("somebody-else", HOME);
    begin("somebody-else", AWAY).close();
    clock.advance(Duration.ofMillis(AddressBudget.REFILL_MILLIS - 1));
    assertLimited("somebody-else", HOME);
    clock.advance(Duration.ofMillis(1));
    begin("somebody-else", HOME).failed();
    assertLimited("somebody-else", HOME);
  }

  @Test
  void aSuccessDoesNotForgiveTheAddress() {
    spray(HOME, FAILURES - 1);
    begin("mallory", HOME).succeeded();
    spray(HOME, 1);

    assertLimited("alice", HOME);
  }

  @Test
  void whoCanBeRightIsNotHeldUpByOthersBehindTheSameAddress() {
    spray(HOME, FAILURES);
    assertLimited("alice", HOME);

    throttle.begin(LoginDoor.CHAT, "alice", Standing.LIKELY, HOME).succeeded();
  }

  @Test
  void whoHasLoggedInFromAnAddressIsNotHeldUpThere() {
    begin("alice", HOME).succeeded();
    spray(HOME, FAILURES);

    begin("alice", HOME).close();
    assertLimited("bob", HOME);
  }

  @Test
  void strangersElsewhereDoNotLockOutWhoHasLoggedInFromHere() {
    begin("alice", HOME).succeeded();
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      begin("alice", AWAY).failed();
    }
    assertLimited("alice", AWAY);

    begin("alice", HOME).succeeded();
  }

  @Test
  void aKnownAddressIsNoWayToGuessWithoutLimit() {
    begin("alice", HOME).succeeded();
    fail("alice", AccountBackOff.FREE_FAILURES);

    assertLimited("alice", HOME);
  }

  @Test
  void anotherAccountIsNotKnownWhereOneIs() {
    begin("alice", HOME).succeeded();
    fail("alice at home", 1);
    spray(HOME, FAILURES - 1);

    assertLimited("alice at home", HOME);
    assertLimited("lice", HOME);
  }

  @ParameterizedTest
  @EnumSource(LoginDoor.class)
  void whatFailsAtOneDoorSlowsDownNoOther(LoginDoor attacked) {
    for (int i = 0; i < FAILURES; i++) {
      throttle.begin(attacked, "victim" + i, Standing.STRANGE, HOME).failed();
    }
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      throttle.begin(attacked, "alice", Standing.LIKELY, HOME).failed();
    }

    for (LoginDoor other : EnumSet.complementOf(EnumSet.of(attacked))) {
      throttle.begin(other, "alice", Standing.STRANGE, HOME).close();
      throttle.check(other, HOME);
    }
  }

  @Test
  void anAddressRefillsNoFurtherThanItsBudget() {
    spray(HOME, 1);
    clock.advance(Duration.ofDays(1));
    spray(HOME, FAILURES);

    assertLimited("alice", HOME);
  }

  @Test
  void oneIpv6NetworkIsOneSource() {
    spray(address("2001:db8::1"), FAILURES);

    assertLimited("alice", address("2001:db8::ffff:2"));
    begin("alice", address("2001:db8:0:1::1")).close();
  }

  @Test
  void memoryIsBounded() {
    AccountBackOff accounts = new AccountBackOff(clock, 10);
    AddressBudget addresses = new AddressBudget(clock, 10, FAILURES);
    for (int i = 0; i < 1000; i++) {
      accounts.begin("user" + i);
      accounts.failed("user" + i);
      addresses.charge("address" + i);
    }

    assertThat(accounts.size()).isEqualTo(10);
    assertThat(addresses.size()).isEqualTo(10);
  }

  @Test
  void whatWasForgottenUnderPressureDoesNotGoNegative() {
    AccountBackOff accounts = new AccountBackOff(clock, 1);
    accounts.begin("alice");
    accounts.begin("bob");
    accounts.failed("alice");
    accounts.succeeded("bob");
    for (int i = 0; i < AccountBackOff.FREE_FAILURES; i++) {
      accounts.begin("alice");
      accounts.failed("alice");
    }

    assertThat(accounts.begin("alice")).isFalse();
  }

  @Test
  void accountsThatSucceedAreNotRemembered() {
    AccountBackOff accounts = new AccountBackOff(clock, 10);
    accounts.begin("alice");
    accounts.succeeded("alice");
    accounts.begin("bob");
    accounts.abandoned("bob");

    assertThat(accounts.size()).isZero();
  }

  /** At one door, with nothing that speaks for it. */
  private LoginThrottle.Attempt begin(String account, InetAddress address) {
    return throttle.begin(LoginDoor.CHAT, account, Standing.STRANGE, address);
  }

  private void fail(String account, int times) {
    for (int i = 0; i < times; i++) {
      begin(account, HOME).failed();
    }
  }

  private void spray(InetAddress address, int failures) {
    for (int i = 0; i < failures; i++) {
      begin("victim" + i, address).failed();
    }
  }

  private void assertLimited(String account, InetAddress address) {
    assertThatThrownBy(() -> begin(account, address))
        .isInstanceOfSatisfying(
            AccountException.class,
            e -> assertThat(e.reason()).isEqualTo(AccountException.Reason.RATE_LIMITED));
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
