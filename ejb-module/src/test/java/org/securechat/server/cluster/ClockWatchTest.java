package org.securechat.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.testkit.MutableClock;

class ClockWatchTest {
  private final MutableClock own = new MutableClock();
  private final Instant began = own.instant();
  private Instant database = began;
  private final List<Duration> reports = new ArrayList<>();
  private final ClockWatch watch = new ClockWatch(own, () -> database, reports::add);

  @Test
  void whatTheWayToTheDatabaseExplainsIsNotReported() {
    database = began.plusSeconds(9);

    watch.look();

    assertThat(watch.ahead()).isEqualTo(Duration.ofSeconds(-9));
    assertThat(reports).isEmpty();
  }

  @Test
  void clockThatIsWrongIsReportedOnceUntilItHasBeenRight() {
    database = began.minusSeconds(3600);
    watch.look();
    watch.look();
    assertThat(reports).containsExactly(Duration.ofHours(1));

    database = began;
    watch.look();
    assertThat(watch.ahead()).isZero();
    database = began.plusSeconds(11);
    watch.look();
    assertThat(reports).containsExactly(Duration.ofHours(1), Duration.ofSeconds(-11));
  }

  @Test
  void databaseThatIsSlowToAnswerIsNoWrongClock() {
    ClockWatch slow =
        new ClockWatch(
            own,
            () -> {
              own.advance(Duration.ofSeconds(15));
              Instant there = own.instant();
              own.advance(Duration.ofSeconds(15));
              return there;
            },
            reports::add);

    slow.look();

    assertThat(slow.ahead()).isZero();
    assertThat(reports).isEmpty();
  }
}
