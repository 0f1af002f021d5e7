package org.securechat.connector.address;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Networks of IPv4 and IPv6 in the notation of RFC 4632: {@code 10.1.0.0/16}. Immutable. */
public final class IpNetworks {

  /** How a setting says that there are none; an empty value means that it is not set. */
  public static final String NONE_WORD = "none";

  private static final IpNetworks NONE = new IpNetworks(List.of());

  private final List<Network> networks;

  private IpNetworks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * Reads a list with commas of networks and single addresses, or {@value #NONE_WORD}.
   *
   * @throws IllegalArgumentException if a part is neither, or if the address of a network has bits
   *     after its prefix, which is a mistake more often than not
   */
  public static IpNetworks parse(String text) {
    if (text.strip().equals(NONE_WORD)) {
      return NONE;
    }
    return new IpNetworks(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(Network::parse).toList());
  }

  /** Whether the address is in one of them. */
  public boolean contains(InetAddress address) {
    return !networks.isEmpty() && contains(address.getAddress());
  }

  private boolean contains(byte[] address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  @Override
  public String toString() {
    return networks.isEmpty()
        ? NONE_WORD
        : networks.stream().map(Network::toString).collect(Collectors.joining(","));
  }

  private static final class Network {

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
      this.address = address;
      this.prefix = prefix;
    }

    static Network parse(String text) {
      int slash = text.indexOf('/');
      byte[] address =
          IpAddresses.literal(slash < 0 ? text : text.substring(0, slash))
              .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no network"))
              .getAddress();
      int most = address.length * Byte.SIZE;
      int prefix = slash < 0 ? most : prefix(text.substring(slash + 1), most);
      if (!Arrays.equals(address, cut(address, prefix))) {
        throw new IllegalArgumentException("'" + text + "' has bits after its prefix");
      }
      return new Network(address, prefix);
    }

    private static int prefix(String digits, int most) {
      int prefix = digits.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(digits) : most + 1;
      if (prefix > most) {
        throw new IllegalArgumentException("a prefix is a number from 0 to " + most);
      }
      return prefix;
    }

    boolean contains(byte[] other) {
      return other.length == address.length && Arrays.equals(address, cut(other, prefix));
    }

    /** The first bits of an address, zeros after them. */
    private static byte[] cut(byte[] address, int bits) {
      byte[] cut = new byte[address.length];
      for (int i = 0; i < cut.length; i++) {
        int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
        cut[i] = (byte) (address[i] & (0xff00 >> kept));
      }
      return cut;
    }

    @Override
    public String toString() {
      return IpAddresses.text(IpAddresses.ofBytes(address)) + "/" + prefix;
    }
  }
}
