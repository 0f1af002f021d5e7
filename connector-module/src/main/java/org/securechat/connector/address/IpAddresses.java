package org.securechat.connector.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an address is read and written. An IPv4 address within IPv6 ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address: the JDK makes one of it wherever it sees one.
 */
public final class IpAddresses {

  private static final int NETWORK_BYTES = 8;
  private static final int GROUPS = 8;

  /** Four numbers without leading zeros: some programs take {@code 010} for eight. */
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:.]{9,45}");

  private IpAddresses() {}

  /** Reads a literal IPv4 or IPv6 address, the latter without brackets and without a zone. */
  public static Optional<InetAddress> literal(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(Inet4Address.ofLiteral(text));
      }
      if (text.indexOf(':') >= 0 && IPV6.matcher(text).matches()) {
        return Optional.of(Inet6Address.ofLiteral(text));
      }
    } catch (IllegalArgumentException e) {
      // It only looked like one.
    }
    return Optional.empty();
  }

  /** An address as people and programs compare it: IPv6 in the one form of RFC 5952, section 4. */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address ? canonical(address.getAddress()) : dotted(address);
  }

  /** Address and port; IPv6 in brackets (RFC 5952, section 6). */
  public static String text(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    String host = resolved == null ? address.getHostString() : text(resolved);
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  private static String dotted(InetAddress address) {
    return address.getHostAddress();
  }

  private static String canonical(byte[] bytes) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int skipped = 0;
    int skippedAt = -1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zeros(groups, i);
      // RFC 5952, 4.2.2 and 4.2.3: one group alone is written; of equal runs the first is left out.
      if (zeros > 1 && zeros > skipped) {
        skipped = zeros;
        skippedAt = i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == skippedAt) {
        text.append("::");
        i += skipped - 1;
      } else {
        boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static int zeros(int[] groups, int from) {
    int end = from;
    while (end < groups.length && groups[end] == 0) {
      end++;
    }
    return end - from;
  }

  /**
   * What counts as one origin: an IPv4 address, or the /64 network that one IPv6 customer is given,
   * because the holder of one address of it usually has all of them.
   */
  public static InetAddress origin(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
    return ofBytes(network);
  }

  /** The address of four or sixteen bytes. */
  public static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("neither four bytes nor sixteen", e);
    }
  }
}
