package org.securechat.server.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.securechat.server.chat.ChatException.Reason;

class ReceiptAllowanceTest {
  private static final long EACH = ReceiptAllowance.EACH.toMillis();

  private final ReceiptAllowance allowance = new ReceiptAllowance();
  private long now = 1_000_000;

  @Test
  void someAtOnceAndThenOneAtATime() {
    assertThat(taken()).isEqualTo(ReceiptAllowance.AT_ONCE);

    now += EACH - 1;
    assertThat(taken()).isZero();
    now += 1;
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void whatIsRefusedCostsNothing() {
    taken();
    for (int i = 0; i < 100; i++) {
      refused();
    }
    now += EACH;
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void itNeverGrowsBeyondItsFullMeasure() {
    taken();
    now += 1_000 * EACH;
    assertThat(taken()).isEqualTo(ReceiptAllowance.AT_ONCE);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    taken();
    now -= 5_000;
    refused();
  }

  private int taken() {
    for (int taken = 0; ; taken++) {
      try {
        allowance.take(now);
      } catch (ChatException e) {
        return taken;
      }
    }
  }

  private void refused() {
    assertThatThrownBy(() -> allowance.take(now))
        .isInstanceOfSatisfying(
            ChatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_RECEIPTS));
  }
}
