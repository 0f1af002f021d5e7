package org.securechat.connector;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.securechat.connector.contract.Violation;

/** What is counted while frames travel. Counting costs next to nothing and is safe everywhere. */
final class Counters {

  private final Map<Violation, LongAdder> ended = new EnumMap<>(Violation.class);
  private final LongAdder mailboxesFilled = new LongAdder();

  Counters() {
    for (Violation violation : Violation.values()) {
      ended.put(violation, new LongAdder());
    }
  }

  /** The endpoint has been told of a violation. */
  void ended(Violation violation) {
    ended.get(violation).increment();
  }

  /** An established connection is not read for the time being. */
  void mailboxFilled() {
    mailboxesFilled.increment();
  }

  Map<Violation, Long> ended() {
    Map<Violation, Long> counts = new EnumMap<>(Violation.class);
    ended.forEach((violation, count) -> {
      if (count.sum() > 0) {
        counts.put(violation, count.sum());
      }
    });
    return counts;
  }

  long mailboxesFilled() {
    return mailboxesFilled.sum();
  }
}
