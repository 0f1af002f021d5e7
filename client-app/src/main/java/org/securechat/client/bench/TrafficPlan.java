package org.securechat.client.bench;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is to be sent, and how.
 *
 * @param kind what the report calls it
 * @param rooms how many
 * @param members of each
 * @param senders of each, the first of the members
 * @param direct whether the rooms are direct ones, of two
 * @param size characters of each message
 * @param window messages of one sender that may be open at once
 * @param untilDelivered whether a message is open until all have it, and not only until it is
 *     acknowledged
 * @param rate messages a second of all senders together; empty: as many as the window allows
 * @param presign whether signing is no part of what is measured
 * @param extent how long, or how many messages
 */
public record TrafficPlan(
    BenchKind kind,
    int rooms,
    int members,
    int senders,
    boolean direct,
    int size,
    int window,
    boolean untilDelivered,
    OptionalLong rate,
    boolean presign,
    Extent extent) {

  /** Rejects what cannot be. */
  public TrafficPlan {
    if (senders > members || (direct && members != 2)) {
      throw new IllegalArgumentException("more senders than members, or a direct room of others");
    }
  }

  /** How many connections that takes. */
  public int connections() {
    return rooms * members;
  }

  /**
   * How long something is repeated.
   *
   * @param warmUp before it counts
   * @param length for so long, unless a number is given
   * @param number so often
   */
  public record Extent(Duration warmUp, Duration length, OptionalInt number) {
    /** Whether it is to go on. */
    boolean goesOn(long done, long begunNanos) {
      return number.isPresent()
          ? done < number.getAsInt()
          : System.nanoTime() - begunNanos < length.toNanos();
    }

    /** The part that does not count. */
    Extent asWarmUp() {
      return new Extent(Duration.ZERO, warmUp, OptionalInt.empty());
    }

    /** The share of one of several who do it together. */
    Extent share(int of) {
      return number.isEmpty()
          ? this
          : new Extent(warmUp, length, OptionalInt.of(Math.max(1, number.getAsInt() / of)));
    }
  }
}
