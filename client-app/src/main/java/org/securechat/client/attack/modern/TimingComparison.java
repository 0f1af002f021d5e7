package org.securechat.client.attack.modern;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.securechat.client.ClientException;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Whether two kinds of request can be told apart by the time that their answers take. Immutable.
 *
 * <p>The times are compared by rank (Mann and Whitney's test), which a few answers that were late
 * for another reason do not sway, and the medians have to differ by a factor as well: an attacker
 * somewhere in a network cannot use less, and two machines are never quite equally fast.
 */
public final class TimingComparison {
  /** Standard deviations: by chance alone, once in 370 comparisons, and then by a little. */
  private static final double SIGNIFICANT = 3;

  private static final double USABLE = 1.5;

  private final long[] first;
  private final long[] second;

  /** Something that is timed from here to its return. */
  @FunctionalInterface
  public interface Timed {
    void run() throws ClientException, IOException, ProtocolException;
  }

  /**
   * Two series of times in nanoseconds.
   *
   * @throws IllegalArgumentException if one has less than eight, from which nothing follows
   */
  TimingComparison(List<Long> first, List<Long> second) {
    if (first.size() < 8 || second.size() < 8) {
      throw new IllegalArgumentException("too few times to compare");
    }
    this.first = sorted(first);
    this.second = sorted(second);
  }

  /** Times both by turns, each as often as the other goes first. */
  static TimingComparison measure(int rounds, Timed first, Timed second)
      throws ClientException, IOException, ProtocolException {
    return measure(rounds, first, second, () -> {});
  }

  /**
   * Times both by turns, each as often as the other goes first, with something after each round
   * that is not timed.
   */
  public static TimingComparison measure(int rounds, Timed first, Timed second, Timed after)
      throws ClientException, IOException, ProtocolException {
    List<Long> one = new ArrayList<>();
    List<Long> other = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      if (round % 2 == 0) {
        one.add(time(first));
        other.add(time(second));
      } else {
        other.add(time(second));
        one.add(time(first));
      }
      after.run();
    }
    return new TimingComparison(one, other);
  }

  private static long time(Timed timed) throws ClientException, IOException, ProtocolException {
    long start = System.nanoTime();
    timed.run();
    return System.nanoTime() - start;
  }

  private static long[] sorted(List<Long> times) {
    return times.stream().mapToLong(Long::longValue).sorted().toArray();
  }

  /** Whether the measured times reveal a difference. */
  public boolean distinguishable() {
    double ratio = (double) median(first) / Math.max(1, median(second));
    return Math.abs(deviation()) > SIGNIFICANT && Math.max(ratio, 1 / ratio) > USABLE;
  }

  /** How far the sum of ranks is from what chance gives, in standard deviations. */
  private double deviation() {
    double wins = 0;
    for (long mine : first) {
      for (long theirs : second) {
        wins += mine > theirs ? 1 : mine == theirs ? 0.5 : 0;
      }
    }
    double pairs = (double) first.length * second.length;
    return (wins - pairs / 2) / Math.sqrt(pairs * (first.length + second.length + 1) / 12);
  }

  private static long median(long[] sorted) {
    return sorted[sorted.length / 2];
  }

  /** For a report: {@code 1.2 ms and 1.3 ms (medians of 40 and 40)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f ms and %.1f ms (medians of %d and %d)",
        median(first) / 1e6,
        median(second) / 1e6,
        first.length,
        second.length);
  }
}
