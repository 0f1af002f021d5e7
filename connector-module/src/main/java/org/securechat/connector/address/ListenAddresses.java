package org.securechat.connector.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** On which addresses of this machine an endpoint listens. */
public final class ListenAddresses {

  private ListenAddresses() {}

  /**
   * Reads a list with commas of addresses and host names; IPv6 with or without brackets.
   *
   * @throws IllegalArgumentException if one is unknown or stands there twice, or if one stands for
   *     all addresses and is not alone
   */
  public static List<InetAddress> parse(String text) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String name : Arrays.stream(text.split(",", -1)).map(String::strip).toList()) {
      InetAddress address = resolved(name);
      if (addresses.contains(address)) {
        throw new IllegalArgumentException(name + " twice");
      }
      addresses.add(address);
    }
    if (addresses.size() > 1 && addresses.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
      throw new IllegalArgumentException("all addresses, and one of them once more");
    }
    return List.copyOf(addresses);
  }

  private static InetAddress resolved(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an empty name"); // The JDK takes it for the loopback.
    }
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(name + " is unknown", e);
    }
  }
}
