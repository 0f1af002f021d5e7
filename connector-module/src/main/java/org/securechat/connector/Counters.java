package org.securechat.connector;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.securechat.connector.contract.ProtocolViolation;

/** What is counted while frames travel. Counting costs next to nothing and is safe everywhere. */
final class Counters {

  private final Map<ProtocolViolation, LongAdder> ended = new EnumMap<>(ProtocolViolation.class);
  private final LongAdder mailboxesFilled = new LongAdder();

  Counters() {
    for (ProtocolViolation violation : ProtocolViolation.values()) {
      ended.put(violation, new LongAdder());
    }
  }

  /** The endpoint has been told of a violation. */
  void ended(ProtocolViolation violation) {
    ended.get(violation).increment();
  }

  /** An established connection is not read for the time being. */
  void mailboxFilled() {
    mailboxesFilled.increment();
  }

  Map<ProtocolViolation, Long> ended() {
    Map<ProtocolViolation, Long> counts = new EnumMap<>(ProtocolViolation.class);
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
