package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void whoFindsNoPlaceToWaitIsTurnedAwayAtOnce() {
    Gate gate = new Gate(1, 0, Duration.ofDays(1));

    assertThat(gate.enter()).isTrue();
    assertThat(gate.enter()).isFalse();
    gate.leave();
    assertThat(gate.enter()).isTrue();
  }

  @Test
  void whoWaitsGetsThePlaceThatBecomesFree() throws Exception {
    Gate gate = new Gate(1, 1, Duration.ofDays(1));
    gate.enter();
    CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(gate::enter);

    gate.leave();

    assertThat(waits.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoHasWaitedInVainLeavesThePlaceToOthers() {
    Gate gate = new Gate(1, 1, Duration.ZERO);
    gate.enter();
    for (int i = 0; i < 3; i++) {
      assertThat(gate.enter()).isFalse();
    }

    gate.leave();
    assertThat(gate.enter()).isTrue();
  }
}
