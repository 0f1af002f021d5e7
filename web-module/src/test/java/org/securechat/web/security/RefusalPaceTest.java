package org.securechat.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Refusals are paced, and never by more threads than may wait. */
class RefusalPaceTest {
  @Test
  void waitsAndGivesThePlaceBack() {
    RefusalPace pace = new RefusalPace(1, Duration.ofMillis(5));
    long before = System.nanoTime();

    assertThat(pace.await()).isTrue();
    assertThat(pace.await()).isTrue();

    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(10_000_000);
  }

  @Test
  void whatIsBeyondItsPlacesDoesNotWait() {
    assertThat(new RefusalPace(0, Duration.ofHours(1)).await()).isFalse();
  }

  @Test
  void oneThatIsInterruptedLeavesItsPlace() {
    RefusalPace pace = new RefusalPace(1, Duration.ofHours(1));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> waited =
          CompletableFuture.supplyAsync(
              () -> {
                Thread.currentThread().interrupt();
                return pace.await() && Thread.interrupted();
              },
              threads);
      assertThat(waited.join()).isTrue();
      CompletableFuture<Boolean> again =
          CompletableFuture.supplyAsync(
              () -> {
                Thread.currentThread().interrupt();
                return pace.await();
              },
              threads);
      assertThat(again.join()).isTrue();
    }
  }
}
