package org.securechat.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentilesTest {
  private final Percentiles percentiles = new Percentiles();

  @Test
  void nothingHasNoPercentile() {
    assertThat(percentiles.summary()).isEqualTo(new Percentiles.Summary(0, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 129, 1_000_003, 123_456_789_012L, Long.MAX_VALUE})
  void aSingleValueIsEveryPercentileExactly(long value) {
    percentiles.record(value);

    assertThat(percentiles.percentile(1)).isEqualTo(value);
    assertThat(percentiles.percentile(100)).isEqualTo(value);
    assertThat(percentiles.greatest()).isEqualTo(value);
  }

  @Test
  void percentilesOfAThousandAreRightToOnePercent() {
    for (int i = 1; i <= 1_000; i++) {
      percentiles.record(i * 1_000L);
    }

    assertThat(percentiles.percentile(50)).isCloseTo(500_000, within(5_000L));
    assertThat(percentiles.percentile(95)).isCloseTo(950_000, within(9_500L));
    assertThat(percentiles.percentile(99)).isCloseTo(990_000, within(9_900L));
    assertThat(percentiles.greatest()).isEqualTo(1_000_000);
    assertThat(percentiles.count()).isEqualTo(1_000);
  }

  /** What a mean would hide: one in a hundred. */
  @Test
  void aRareLongOneIsInTheLastPercentileAndNotBelow() {
    for (int i = 0; i < 980; i++) {
      percentiles.record(1_000);
    }
    for (int i = 0; i < 20; i++) {
      percentiles.record(9_000_000);
    }

    assertThat(percentiles.percentile(98)).isLessThan(1_100);
    assertThat(percentiles.percentile(99)).isEqualTo(9_000_000);
  }

  @Test
  void noPercentileIsSmallerThanWhatWasRecorded() {
    for (long value = 1; value < 1L << 40; value = value * 3 + 1) {
      Percentiles single = new Percentiles();
      single.record(value);
      single.record(1L << 50);

      assertThat(single.percentile(50)).isBetween(value, value + value / 100 + 1);
    }
  }

  @Test
  void aClockThatWentBackCountsAsZero() {
    percentiles.record(-5);

    assertThat(percentiles.percentile(50)).isZero();
    assertThat(percentiles.count()).isEqualTo(1);
  }
}
