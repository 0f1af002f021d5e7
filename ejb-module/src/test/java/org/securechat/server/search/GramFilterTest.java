package org.securechat.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GramFilterTest {

  private static GramSet set(long seed, int values) {
    GramSet set = new GramSet(GramFilter.MAX_VALUES);
    new Random(seed).longs(values).forEach(set::add);
    return set;
  }

  @Test
  void whatWasPutInIsFoundAndLittleElse() {
    byte[] filter = GramFilter.of(set(1, 5_000));

    assertThat(filter).hasSize(5_000 * 6 / 8);
    assertThat(new Random(1).longs(5_000))
        .allMatch(value -> GramFilter.mayHold(filter, new long[] {value}));
    assertThat(new Random(2).longs(10_000).filter(v -> GramFilter.mayHold(filter, new long[] {v})))
        .as("false positives of 10 000")
        .hasSizeLessThan(900);
  }

  @Test
  void aFilterOverNothingHoldsNothing() {
    byte[] filter = GramFilter.of(set(1, 0));

    assertThat(filter).isEmpty();
    assertThat(GramFilter.mayHold(filter, new long[0])).isFalse();
  }

  @Test
  void theFullestFitsIntoARowAndMoreMatchesEverything() {
    assertThat(GramFilter.of(set(1, GramFilter.MAX_VALUES))).hasSize(GramFilter.MAX_BYTES);

    byte[] everything = GramFilter.of(set(1, GramFilter.MAX_VALUES + 1));
    assertThat(everything).hasSize(1);
    assertThat(new Random(2).longs(1_000))
        .allMatch(value -> GramFilter.mayHold(everything, new long[] {value}));
  }

  @Test
  void aSetHoldsEveryValueOnce() {
    GramSet set = new GramSet(GramFilter.MAX_VALUES);
    for (long value : new long[] {0, 1, 0, -1, 1, 1L << 32, 0}) {
      set.add(value);
    }

    assertThat(set.size()).isEqualTo(4);
  }
}
