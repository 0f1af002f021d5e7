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
 * @param rejectedByTotalLimit connections closed at once because there were too many in all
 * @param rejectedByAddressLimit connections closed at once because there were too many from one
 *     address
 * @param ended connections ended by the adapter so far, by reason; a reason that did not occur is
 *     not in the map
 * @param mailboxesFilled how often an established connection was no longer read because its mailbox
 *     was full
 * @param queuedConnections connections that wait for an endpoint now
 * @param activeCalls threads that call endpoints now
 */
public record Statistics(
    long open,
    long accepted,
    long rejectedByTotalLimit,
    long rejectedByAddressLimit,
    Map<ProtocolViolation, Long> ended,
    long mailboxesFilled,
    int queuedConnections,
    int activeCalls) {

  /** The numbers before the first connection. */
  public static final Statistics NONE = new Statistics(0, 0, 0, 0, Map.of(), 0, 0, 0);

  public Statistics {
    ended = Map.copyOf(ended);
  }

  /** These and those of another activation. */
  public Statistics plus(Statistics other) {
    Map<ProtocolViolation, Long> sum = new EnumMap<>(ProtocolViolation.class);
    sum.putAll(ended);
    other.ended.forEach((violation, count) -> sum.merge(violation, count, Long::sum));
    return new Statistics(
        open + other.open,
        accepted + other.accepted,
        rejectedByTotalLimit + other.rejectedByTotalLimit,
        rejectedByAddressLimit + other.rejectedByAddressLimit,
        sum,
        mailboxesFilled + other.mailboxesFilled,
        queuedConnections + other.queuedConnections,
        activeCalls + other.activeCalls);
  }
}
