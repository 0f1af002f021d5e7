package org.securechat.client.bench;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets whose width grows with the value, so that the memory is bounded and
 * each percentile is right to 1/128 of itself, whatever is recorded. Thread-safe.
 */
final class Percentiles {
  /** Buckets for each power of two. */
  private static final int BITS = 7;

  private static final int PER_OCTAVE = 1 << BITS;
  private static final int OCTAVES = Long.SIZE - BITS;

  private final AtomicLongArray buckets = new AtomicLongArray(OCTAVES * PER_OCTAVE);
  private final AtomicLong greatest = new AtomicLong();

  /** Counts a duration; a negative one counts as zero. */
  void record(long nanos) {
    long value = Math.max(0, nanos);
    buckets.incrementAndGet(bucket(value));
    greatest.accumulateAndGet(value, Math::max);
  }

  private static int bucket(long value) {
    if (value < PER_OCTAVE) {
      return (int) value;
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - BITS;
    return (octave + 1) * PER_OCTAVE + (int) (value >>> octave) - PER_OCTAVE;
  }

  /** The greatest value that falls into a bucket. */
  private static long upperEnd(int bucket) {
    if (bucket < PER_OCTAVE) {
      return bucket;
    }
    int octave = bucket / PER_OCTAVE - 1;
    long first = (long) (bucket % PER_OCTAVE + PER_OCTAVE) << octave;
    return first + (1L << octave) - 1;
  }

  /** How many were recorded. */
  long count() {
    long sum = 0;
    for (int i = 0; i < buckets.length(); i++) {
      sum += buckets.get(i);
    }
    return sum;
  }

  /**
   * The smallest value that so many of a hundred recorded ones do not exceed; 0 if there are none.
   */
  long percentile(double percent) {
    long rank = (long) Math.ceil(count() * percent / 100);
    long seen = 0;
    for (int i = 0; i < buckets.length(); i++) {
      seen += buckets.get(i);
      if (seen >= rank && seen > 0) {
        return Math.min(upperEnd(i), greatest.get());
      }
    }
    return 0;
  }

  /** The greatest value, exactly. */
  long greatest() {
    return greatest.get();
  }

  /** What is printed of it. */
  Summary summary() {
    return new Summary(count(), percentile(50), percentile(95), percentile(99), greatest());
  }

  /** Nanoseconds, but for the count. */
  record Summary(long count, long p50, long p95, long p99, long greatest) {}
}
