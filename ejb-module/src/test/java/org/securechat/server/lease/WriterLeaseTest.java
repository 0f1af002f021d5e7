package org.securechat.server.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A start looks at who writes to its database. */
class WriterLeaseTest {
  private static final String ME = "me in /data";
  private static final String OTHER = "other in /data";

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void aDatabaseWithoutAnyServerIsTakenAtOnce() {
    assertThat(lease(false, look -> null).examine()).isEmpty();
    assertThat(looks).hasValue(1);
  }

  @Test
  void afterAnOrderlyStopTheDatabaseIsTakenAtOnce() {
    assertThat(lease(false, look -> held(null, 7, 100)).examine()).isEmpty();
    assertThat(looks).hasValue(1);
  }

  @Test
  void afterItsOwnCrashAServerDoesNotWait() {
    assertThat(lease(false, look -> held(ME, 7, 100)).examine()).isEmpty();
    assertThat(looks).hasValue(1);
  }

  @Test
  void aHolderThatCommitsIsLeftAlone() {
    WriterLease lease = lease(false, look -> held(OTHER, 7, look < 3 ? 100 : 101));

    assertThatThrownBy(lease::examine)
        .isInstanceOf(LeaseException.class)
        .hasMessageContaining(OTHER)
        .hasMessageContaining("--take-over");
    assertThat(looks).as("it waits no longer than it has to").hasValue(3);
  }

  @Test
  void aHolderWhoseRightHasJustGoneToAThirdServerIsLeftAlone() {
    WriterLease lease = lease(false, look -> held(OTHER, look < 2 ? 7 : 8, 100));

    assertThatThrownBy(lease::examine).isInstanceOf(LeaseException.class);
  }

  @Test
  void aHolderThatIsSilentForTheLeaseIsDead() {
    assertThat(lease(false, look -> held(OTHER, 7, 100)).examine()).isEmpty();
    assertThat(looks.get()).as("it looks to the end of the lease").isGreaterThan(2);
  }

  @Test
  void anOperatorCanTakeTheDatabaseFromAHolderThatLives() {
    assertThat(lease(true, look -> held(OTHER, 7, 100 + look)).examine()).contains(OTHER);
  }

  @Test
  void takingOverFromADeadHolderIsNoTakeover() {
    assertThat(lease(true, look -> held(OTHER, 7, 100)).examine()).isEmpty();
  }

  @Test
  void withoutAnAnswerOfTheDatabaseNothingIsTaken() {
    WriterLease lease =
        lease(
            true,
            look -> {
              if (look == 2) {
                throw new LeaseException("the database does not say which server writes to it");
              }
              return held(OTHER, 7, 100);
            });

    assertThatThrownBy(lease::examine).isInstanceOf(LeaseException.class);
  }

  private WriterLease lease(boolean takeOver, IntFunction<Holding> stored) {
    LeaseSettings settings =
        new LeaseSettings(ME, takeOver, Duration.ofMillis(100), Duration.ofMillis(1));
    return new WriterLease(
        () -> Optional.ofNullable(stored.apply(looks.incrementAndGet())), settings);
  }

  private static Holding held(String holder, long epoch, long commits) {
    return new Holding(Optional.ofNullable(holder), epoch, commits);
  }
}
