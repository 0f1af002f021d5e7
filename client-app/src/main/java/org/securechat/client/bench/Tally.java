package org.securechat.client.bench;

import java.util.concurrent.atomic.LongAdder;

/** What one part of a run has done. Thread-safe. */
final class Tally {
  private final LongAdder sent = new LongAdder();
  private final LongAdder expected = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final Percentiles acknowledgements = new Percentiles();
  private final Percentiles deliveries = new Percentiles();

  /** A message is on its way to so many others. */
  void sent(int others) {
    sent.increment();
    expected.add(others);
  }

  void acknowledged(long nanos) {
    acknowledged.increment();
    acknowledgements.record(nanos);
  }

  void delivered(long nanos) {
    delivered.increment();
    deliveries.record(nanos);
  }

  long sent() {
    return sent.sum();
  }

  long acknowledged() {
    return acknowledged.sum();
  }

  long delivered() {
    return delivered.sum();
  }

  /** Whether everything that was sent has arrived. */
  boolean isSettled() {
    return acknowledged.sum() >= sent.sum() && delivered.sum() >= expected.sum();
  }

  Percentiles.Summary acknowledgements() {
    return acknowledgements.summary();
  }

  Percentiles.Summary deliveries() {
    return deliveries.summary();
  }
}
