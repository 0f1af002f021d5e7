package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.testkit.MutableClock;

class ReceiptAllowanceTest {
  private static final long EACH = ReceiptAllowance.EACH.toMillis();

  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);

  private final MutableClock clock = new MutableClock();
  private final ReceiptAllowance allowance = new ReceiptAllowance(clock);

  @Test
  void someAtOnceAndThenOneAtATime() {
    assertThat(taken()).isEqualTo(ReceiptAllowance.AT_ONCE);

    advance(EACH - 1);
    assertThat(taken()).isZero();
    advance(1);
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedCostsNothing() {
    taken();
    for (int i = 0; i < 100; i++) {
      refused();
    }
    advance(EACH);
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void itNeverGrowsBeyondItsFullMeasure() {
    taken();
    advance(1_000 * EACH);
    assertThat(taken()).isEqualTo(ReceiptAllowance.AT_ONCE);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    taken();
    advance(-5_000);
    refused();
  }

  @Test
  void oneUserTakesNothingFromAnother() {
    taken();

    allowance.take(BOB);
    refused();
  }

  private void advance(long millis) {
    clock.advance(Duration.ofMillis(millis));
  }

  private int taken() {
    for (int taken = 0; ; taken++) {
      try {
        allowance.take(ALICE);
      } catch (ChatException e) {
        return taken;
      }
    }
  }

  private void refused() {
    assertThatThrownBy(() -> allowance.take(ALICE))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_RECEIPTS));
  }
}
