package org.securechat.client.attack.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimingComparisonTest {
  private static final long MILLI = 1_000_000;

  private final Random random = new Random(4711);

  /** Times as they come over a network from a busy machine: a few are very late. */
  private List<Long> times(int count, long usual) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long jitter = (long) (Math.abs(random.nextGaussian()) * usual / 2);
      long hiccup = random.nextInt(10) == 0 ? 200 * MILLI : 0;
      times.add(usual + jitter + hiccup);
    }
    return times;
  }

  @Test
  void equalTimesAreNotDistinguishable() {
    for (int i = 0; i < 500; i++) {
      assertThat(new TimingComparison(times(20, MILLI), times(20, MILLI)).distinguishable())
          .isFalse();
    }
  }

  @Test
  void missingPasswordHashIsDetectedOnEitherSide() {
    List<Long> hashed = times(20, 40 * MILLI);
    List<Long> leftOut = times(20, MILLI);

    assertThat(new TimingComparison(hashed, leftOut).distinguishable()).isTrue();
    assertThat(new TimingComparison(leftOut, hashed).distinguishable()).isTrue();
  }

  @Test
  void smallCertainDifferenceIsIgnored() {
    List<Long> one = LongStream.range(0, 100).mapToObj(i -> 1_000_000 + i).toList();
    List<Long> other = LongStream.range(0, 100).mapToObj(i -> 1_100_000 + i).toList();

    assertThat(new TimingComparison(one, other).distinguishable()).isFalse();
  }

  @Test
  void fewLateAnswersAreIgnored() {
    List<Long> one = new ArrayList<>(times(20, MILLI));
    List<Long> other = new ArrayList<>(times(20, MILLI));
    for (int i = 0; i < 5; i++) {
      other.set(i, 900 * MILLI);
    }

    assertThat(new TimingComparison(one, other).distinguishable()).isFalse();
  }

  @Test
  void measurementsAlternateAndAreReported() throws Exception {
    StringBuilder order = new StringBuilder();

    TimingComparison comparison =
        TimingComparison.measure(8, () -> order.append('a'), () -> order.append('b'));

    assertThat(order).hasToString("abbaabbaabbaabba");
    assertThat(comparison.toString()).matches("[0-9.]+ ms and [0-9.]+ ms \\(medians of 8 and 8\\)");
  }

  @Test
  void tooFewTimesAreRejected() {
    assertThatThrownBy(() -> new TimingComparison(times(7, MILLI), times(20, MILLI)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
