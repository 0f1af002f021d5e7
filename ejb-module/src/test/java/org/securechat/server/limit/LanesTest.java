package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final List<Runnable> threads = new ArrayList<>();

  @Test
  void theOperatorSaysHowManySearchesRunAtATime() {
    Lanes lanes = new Lanes((Executor) threads::add, new LaneSettings(5), Clock.systemUTC());

    for (int user = 0; user < 9; user++) {
      lanes.of(LaneKind.SEARCHES).submit(user, new Nothing());
      lanes.of(LaneKind.READING).submit(user, new Nothing());
    }

    assertThat(lanes.of(LaneKind.SEARCHES).running()).isEqualTo(5);
    assertThat(lanes.of(LaneKind.READING).running()).isEqualTo(LaneKind.READING.bounds().places());
  }

  private static final class Nothing implements FairLane.Job {
    @Override
    public void run() {
      // It takes a place.
    }

    @Override
    public void refused(LaneException reason) {
      throw reason;
    }
  }
}
