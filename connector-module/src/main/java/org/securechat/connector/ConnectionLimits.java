package org.securechat.connector;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts connections, in all and by where they come from. An IPv6 peer counts by its /64 network,
 * because the holder of one address usually has all of them. Safe from any thread.
 */
final class ConnectionLimits {

  private static final int NETWORK_BYTES = 8;

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

  /** Counts a connection in, to be {@linkplain #leave left}; false if it would be one too many. */
  synchronized boolean enter(InetAddress address) {
    InetAddress origin = origin(address);
    int here = counts.getOrDefault(origin, 0);
    if (open >= total) {
      rejectedByTotalLimit++;
      return false;
    }
    if (here >= perAddress) {
      rejectedByAddressLimit++;
      return false;
    }
    open++;
    accepted++;
    counts.put(origin, here + 1);
    return true;
  }

  synchronized void leave(InetAddress address) {
    open--;
    counts.computeIfPresent(origin(address), (origin, here) -> here > 1 ? here - 1 : null);
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

  private static InetAddress origin(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
    try {
      return InetAddress.getByAddress(network);
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }
}
