package org.securechat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final TokenBucket bucket = new TokenBucket(3, Duration.ofMillis(100));

  @Test
  void beginsFullAndRefillsOneByOne() {
    assertThat(taken(1_000)).isEqualTo(3);
    assertThat(taken(1_099)).isZero();
    assertThat(taken(1_100)).isEqualTo(1);
    assertThat(taken(1_350)).isEqualTo(2);
  }

  @Test
  void holdsNoMoreThanItsCapacity() {
    assertThat(taken(1_000)).isEqualTo(3);
    assertThat(taken(1_000_000)).isEqualTo(3);
  }

  @Test
  void owesWhatIsTakenBeyondItsTokens() {
    for (int i = 0; i < 5; i++) {
      bucket.take(1_000);
    }

    assertThat(bucket.hasToken(1_299)).isFalse();
    assertThat(bucket.hasToken(1_300)).isTrue();
    assertThat(bucket.isFull(1_499)).isFalse();
    assertThat(bucket.isFull(1_500)).isTrue();
  }

  @Test
  void saysWhenThereIsATokenAgain() {
    assertThat(bucket.nextMillis(1_000)).isEqualTo(1_000);
    assertThat(taken(1_000)).isEqualTo(3);

    assertThat(bucket.nextMillis(1_000)).isEqualTo(1_100);
    assertThat(bucket.nextMillis(1_099)).isEqualTo(1_100);
    assertThat(bucket.nextMillis(1_100)).isEqualTo(1_100);
    assertThat(bucket.nextMillis(5_000)).isEqualTo(5_000);
  }

  @Test
  void clockThatGoesBackRefillsNothing() {
    assertThat(taken(1_000)).isEqualTo(3);
    assertThat(taken(500)).isZero();
    assertThat(taken(1_100)).isEqualTo(1);
  }

  private int taken(long now) {
    int taken = 0;
    while (bucket.tryTake(now)) {
      taken++;
    }
    return taken;
  }
}
