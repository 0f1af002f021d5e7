package org.securechat.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.securechat.testkit.MutableClock;

class LoginThrottleTest {
  private static final InetAddress HOME = address("192.0.2.1");
  private static final InetAddress AWAY = address("192.0.2.2");

  private final MutableClock clock = new MutableClock();
  private final LoginThrottle throttle = new LoginThrottle(clock);

  @Test
  void theFirstFailuresCostNothingAndTheNextAttemptWaits() {
    fail("alice", AccountBackOff.FREE_FAILURES);

    assertLimited("alice", HOME);
    clock.advance(Duration.ofMillis(AccountBackOff.FIRST_WAIT_MILLIS - 1));
    assertLimited("alice", HOME);
    clock.advance(Duration.ofMillis(1));
    throttle.begin("alice", HOME).close();
  }

  @Test
  void eachFurtherFailureDoublesTheWaitUpToTheLimit() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    long expected = AccountBackOff.FIRST_WAIT_MILLIS;
    for (int i = 0; i < 40; i++) {
      clock.advance(Duration.ofMillis(expected - 1));
      assertLimited("alice", HOME);
      clock.advance(Duration.ofMillis(1));
      throttle.begin("alice", HOME).failed();
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

    throttle.begin("bob", HOME).close();
  }

  @Test
  void onceThrottledOnlyOneAttemptIsUnderWayAtATime() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    clock.advance(Duration.ofMillis(AccountBackOff.FIRST_WAIT_MILLIS));

    try (LoginThrottle.Attempt only = throttle.begin("alice", HOME)) {
      assertThat(only).isNotNull();
      assertLimited("alice", AWAY);
    }
    throttle.begin("alice", AWAY).close();
  }

  @Test
  void aBurstAdmittedTogetherIsCountedInFull() {
    var burst = new LoginThrottle.Attempt[50];
    for (int i = 0; i < burst.length; i++) {
      burst[i] = throttle.begin("alice", HOME);
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
    throttle.begin("alice", HOME).succeeded();
    fail("alice", AccountBackOff.FREE_FAILURES - 1);

    throttle.begin("alice", HOME).close();
  }

  @Test
  void anAttemptWithoutAVerdictCountsAsNeither() {
    for (int i = 0; i < 1000; i++) {
      throttle.begin("alice", HOME).close();
    }

    throttle.begin("alice", HOME).close();
  }

  @Test
  void silenceForgivesTheAccount() {
    fail("alice", AccountBackOff.FREE_FAILURES);
    clock.advance(Duration.ofMillis(AccountBackOff.FORGET_MILLIS));

    fail("alice", AccountBackOff.FREE_FAILURES - 1);
    throttle.begin("alice", HOME).close();
  }

  @Test
  void oneAddressCannotTryEveryAccount() {
    spray(HOME, AddressBudget.FAILURES);

    assertLimited("somebody-else", HOME);
    throttle.begin("somebody-else", AWAY).close();
    clock.advance(Duration.ofMillis(AddressBudget.REFILL_MILLIS - 1));
    assertLimited("somebody-else", HOME);
    clock.advance(Duration.ofMillis(1));
    throttle.begin("somebody-else", HOME).failed();
    assertLimited("somebody-else", HOME);
  }

  @Test
  void aSuccessDoesNotForgiveTheAddress() {
    spray(HOME, AddressBudget.FAILURES - 1);
    throttle.begin("mallory", HOME).succeeded();
    spray(HOME, 1);

    assertLimited("mallory", HOME);
  }

  @Test
  void anAddressRefillsNoFurtherThanItsBudget() {
    spray(HOME, 1);
    clock.advance(Duration.ofDays(1));
    spray(HOME, AddressBudget.FAILURES);

    assertLimited("alice", HOME);
  }

  @Test
  void oneIpv6NetworkIsOneSource() {
    spray(address("2001:db8::1"), AddressBudget.FAILURES);

    assertLimited("alice", address("2001:db8::ffff:2"));
    throttle.begin("alice", address("2001:db8:0:1::1")).close();
  }

  @Test
  void memoryIsBounded() {
    AccountBackOff accounts = new AccountBackOff(clock, 10);
    AddressBudget addresses = new AddressBudget(clock, 10);
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

  private void fail(String account, int times) {
    for (int i = 0; i < times; i++) {
      throttle.begin(account, HOME).failed();
    }
  }

  private void spray(InetAddress address, int failures) {
    for (int i = 0; i < failures; i++) {
      throttle.begin("victim" + i, address).failed();
    }
  }

  private void assertLimited(String account, InetAddress address) {
    assertThatThrownBy(() -> throttle.begin(account, address))
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
