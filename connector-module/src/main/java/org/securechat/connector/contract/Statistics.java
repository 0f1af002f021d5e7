package org.securechat.connector.contract;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the adapter counts. Totals count from the start of the activation and only ever rise; the
 * others are of this moment. The parts are read one after the other, so they may differ by what
 * happened in between.
 *
 * @param open connections that are open now
 * @param accepted connections accepted so far
 * @param refusedInAll connections closed at once because there were too many in all
 * @param refusedFromOrigin connections closed at once because there were too many from one address
 * @param ended connections ended by the adapter so far, by what the peer did; without those of
 *     which there were none
 * @param mailboxesFilled how often an established connection was no longer read because its mailbox
 *     was full
 * @param waiting connections that wait for an endpoint now
 * @param calling threads that call endpoints now
 */
public record Statistics(
    long open,
    long accepted,
    long refusedInAll,
    long refusedFromOrigin,
    Map<Violation, Long> ended,
    long mailboxesFilled,
    int waiting,
    int calling) {

  /** What nobody has done anything with. */
  public static final Statistics NONE = new Statistics(0, 0, 0, 0, Map.of(), 0, 0, 0);

  public Statistics {
    ended = Map.copyOf(ended);
  }

  /** These and those of another activation. */
  public Statistics plus(Statistics other) {
    Map<Violation, Long> sum = new EnumMap<>(Violation.class);
    sum.putAll(ended);
    other.ended.forEach((violation, count) -> sum.merge(violation, count, Long::sum));
    return new Statistics(
        open + other.open,
        accepted + other.accepted,
        refusedInAll + other.refusedInAll,
        refusedFromOrigin + other.refusedFromOrigin,
        sum,
        mailboxesFilled + other.mailboxesFilled,
        waiting + other.waiting,
        calling + other.calling);
  }
}
