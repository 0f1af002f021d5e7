package org.securechat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScreenEventsTest {
  private final ScreenEvents events = new ScreenEvents();
  private final List<Integer> done = new ArrayList<>();

  @Test
  void whatHappensIsDoneInItsOrderAndAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      int number = i;
      events.post(() -> done.add(number));
    }
    assertThat(done).isEmpty();
    events.take();
    assertThat(done).hasSize(100).isSorted();
  }

  @Test
  void theScreensOwnThreadDoesNotWaitForItself() {
    events.own();
    for (int i = 0; i < 10_000; i++) {
      events.post(() -> done.add(1));
    }
    assertThat(done).hasSize(10_000);
  }

  @Test
  void whoIsFasterWaits() throws Exception {
    CountDownLatch all = new CountDownLatch(5_000);
    Thread fast =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 5_000; i++) {
                events.post(all::countDown);
              }
            });
    while (all.getCount() > 0) {
      events.take();
    }
    assertThat(fast.join(Duration.ofSeconds(10))).isTrue();
    assertThat(events.takeLost()).isZero();
  }

  @Test
  void aScreenThatIsGoneKeepsNobodyWaiting() throws Exception {
    events.close();
    Thread late =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 10_000; i++) {
                events.post(() -> done.add(1));
              }
            });
    late.join(TimeUnit.SECONDS.toMillis(5));
    assertThat(late.isAlive()).isFalse();
    assertThat(done).isEmpty();
  }
}
