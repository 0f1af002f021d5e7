package org.securechat.connector;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.securechat.connector.address.IpAddresses;

/**
 * Counts connections, in all and by {@linkplain IpAddresses#origin where they come from}. Safe from
 * any thread.
 */
final class ConnectionLimits {

  private final int total;
  private final int perAddress;
  private final Map<InetAddress, Integer> counts = new HashMap<>();
  private int open;
  private long accepted;
  private long rejectedByTotalLimit;
  private long rejectedByAddressLimit;

  ConnectionLimits(int total, int perAddress) {
    this.total = total;
    this.perAddress = perAddress;
  }

  /** Counts a connection in, to be {@linkplain Place#leave left}; null if it is one too many. */
  synchronized Place enter(InetAddress address) {
    Place place = enterUnknown();
    if (place == null || place.isFrom(address)) {
      return place;
    }
    place.leave();
    return null;
  }

  /** The same for a connection of which is not known yet where it comes from. */
  synchronized Place enterUnknown() {
    if (open >= total) {
      rejectedByTotalLimit++;
      return null;
    }
    open++;
    return new Place();
  }

  synchronized int open() {
    return open;
  }

  synchronized long accepted() {
    return accepted;
  }

  /** How many were one too many in all. */
  synchronized long rejectedByTotalLimit() {
    return rejectedByTotalLimit;
  }

  /** How many were one too many from where they came. */
  synchronized long rejectedByAddressLimit() {
    return rejectedByAddressLimit;
  }

  /** One connection among those that are counted. */
  final class Place {

    private InetAddress origin;

    /** Says, once, where the connection comes from; false if it is one too many from there. */
    boolean isFrom(InetAddress address) {
      synchronized (ConnectionLimits.this) {
        InetAddress from = IpAddresses.origin(address);
        int here = counts.getOrDefault(from, 0);
        if (here >= perAddress) {
          rejectedByAddressLimit++;
          return false;
        }
        counts.put(from, here + 1);
        origin = from;
        accepted++;
        return true;
      }
    }

    void leave() {
      synchronized (ConnectionLimits.this) {
        open--;
        if (origin != null) {
          counts.computeIfPresent(origin, (_, here) -> here > 1 ? here - 1 : null);
        }
      }
    }
  }
}
