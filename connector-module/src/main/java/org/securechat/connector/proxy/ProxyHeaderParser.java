package org.securechat.connector.proxy;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Reads the header of the PROXY protocol, sections 2.1 and 2.2 of its specification.
 *
 * <pre>
 *   version 1   PROXY TCP4 192.0.2.1 198.51.100.1 56324 7443\r\n      at most 107 bytes
 *               PROXY UNKNOWN ...\r\n
 *
 *   version 2   0D 0A 0D 0A 00 0D 0A 51 55 49 54 0A                   signature
 *               version: 4 bits = 2 | command: 4 bits, 0 LOCAL 1 PROXY
 *               family: 4 bits      | transport: 4 bits
 *               length: uint16, big-endian, of what follows, at most 2048 here
 *               addresses, ports, then type-length-value elements up to the length
 * </pre>
 *
 * Not Netty's own decoder: that one closes the connection itself, so that the balancer and its
 * operator never hear why, takes 108 bytes of anything before it finds that they are no header, and
 * does not look at the checksum. The tests hold the two together.
 */
public final class ProxyHeaderParser {

  /** Section 2.1: the longest line, with its end. */
  static final int MAX_LINE = 107;

  /** What may follow the fixed part of version 2; the specification leaves that to the receiver. */
  static final int MAX_BLOCK = 2_048;

  static final int FIXED = 16;

  private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int UNSPEC = 0x00;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int UNIX_STREAM = 0x31;

  private static final int IPV4 = 4;
  private static final int IPV6 = 16;
  private static final int UNIX = 108;
  private static final int TLV_HEAD = 3;
  private static final int TYPE_CRC32C = 0x03;

  private ProxyHeaderParser() {}

  /**
   * Takes a header out of {@code in}, and no byte after it.
   *
   * @return null, with nothing consumed, if it is not complete yet
   * @throws ProxyHeaderException if it never will be one: as soon as that is certain
   */
  public static ProxyHeader next(ByteBuf in) throws ProxyHeaderException {
    if (!in.isReadable()) {
      return null;
    }
    boolean binary = in.getByte(in.readerIndex()) == SIGNATURE[0];
    byte[] start = binary ? SIGNATURE : LINE_START;
    for (int i = 0; i < Math.min(start.length, in.readableBytes()); i++) {
      if (in.getByte(in.readerIndex() + i) != start[i]) {
        throw new ProxyHeaderException(ProtocolViolation.PROXY_HEADER_MISSING);
      }
    }
    return binary ? block(in) : line(in);
  }

  private static ProxyHeader line(ByteBuf in) throws ProxyHeaderException {
    int bound = Math.min(MAX_LINE, in.readableBytes());
    int end = in.indexOf(in.readerIndex(), in.readerIndex() + bound, (byte) '\n');
    if (end < 0) {
      if (bound == MAX_LINE) {
        throw malformed();
      }
      return null;
    }
    String line = in.readString(end + 1 - in.readerIndex(), StandardCharsets.ISO_8859_1);
    if (!line.matches("[ -~]*\r\n")) {
      throw malformed();
    }
    return words(line.substring(LINE_START.length, line.length() - 2));
  }

  private static ProxyHeader words(String text) throws ProxyHeaderException {
    String[] words = text.split(" ", -1);
    // Section 2.1: of UNKNOWN, whatever follows on the line is ignored.
    if (words[0].equals("UNKNOWN")) {
      return new ProxyHeader.Unknown();
    }
    int length =
        switch (words[0]) {
          case "TCP4" -> IPV4;
          case "TCP6" -> IPV6;
          default -> throw malformed();
        };
    if (words.length != 5) {
      throw malformed();
    }
    byte[] source = address(words[1], length);
    var _ = address(words[2], length);
    int port = port(words[3]);
    var _ = port(words[4]);
    return new ProxyHeader.Forwarded(new InetSocketAddress(IpAddresses.ofBytes(source), port));
  }

  private static byte[] address(String text, int length) throws ProxyHeaderException {
    // The JDK makes IPv4 of ::ffff:192.0.2.1, which stands in a TCP6 line on a dual-stack socket.
    boolean colons = text.indexOf(':') >= 0;
    if (colons != (length == IPV6)) {
      throw malformed();
    }
    return IpAddresses.literal(text).orElseThrow(ProxyHeaderParser::malformed).getAddress();
  }

  private static int port(String text) throws ProxyHeaderException {
    if (!text.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65_535) {
      throw malformed();
    }
    return Integer.parseInt(text);
  }

  private static ProxyHeader block(ByteBuf in) throws ProxyHeaderException {
    if (in.readableBytes() < FIXED) {
      return null;
    }
    int at = in.readerIndex();
    int command = in.getUnsignedByte(at + SIGNATURE.length);
    int family = in.getUnsignedByte(at + SIGNATURE.length + 1);
    int length = in.getUnsignedShort(at + SIGNATURE.length + 2);
    // Section 2.2: other versions, commands and families are not to be sent, and are refused.
    if ((command != LOCAL && command != PROXY) || length > MAX_BLOCK) {
      throw malformed();
    }
    int addresses = command == LOCAL ? 0 : addressBytes(family);
    if (length < addresses) {
      throw malformed();
    }
    if (in.readableBytes() < FIXED + length) {
      return null;
    }
    ByteBuf header = in.readSlice(FIXED + length);
    // Section 2.2: of LOCAL the block is discarded, and of UNSPEC the addresses are ignored.
    if (command == LOCAL || family == UNSPEC) {
      return new ProxyHeader.Unknown();
    }
    checkElements(header, FIXED + addresses);
    return family == UNIX_STREAM ? new ProxyHeader.Unknown() : source(header, family);
  }

  private static int addressBytes(int family) throws ProxyHeaderException {
    return switch (family) {
      case UNSPEC -> 0;
      case TCP4 -> 2 * (IPV4 + Short.BYTES);
      case TCP6 -> 2 * (IPV6 + Short.BYTES);
      case UNIX_STREAM -> 2 * UNIX;
      default -> throw malformed();
    };
  }

  private static ProxyHeader source(ByteBuf header, int family) {
    byte[] address = new byte[family == TCP4 ? IPV4 : IPV6];
    header.getBytes(FIXED, address);
    int port = header.getUnsignedShort(FIXED + 2 * address.length);
    return new ProxyHeader.Forwarded(new InetSocketAddress(IpAddresses.ofBytes(address), port));
  }

  /** Section 2.2.1: elements fill the rest to the byte; what is not known is skipped. */
  private static void checkElements(ByteBuf header, int from) throws ProxyHeaderException {
    int at = from;
    while (at < header.readableBytes()) {
      if (header.readableBytes() - at < TLV_HEAD) {
        throw malformed();
      }
      int length = header.getUnsignedShort(at + 1);
      int value = at + TLV_HEAD;
      if (header.readableBytes() - value < length) {
        throw malformed();
      }
      if (header.getUnsignedByte(at) == TYPE_CRC32C) {
        checkSum(header, value, length);
      }
      at = value + length;
    }
  }

  /** Section 2.2.3: the sum of the whole header, in which the sum itself counts as zeros. */
  private static void checkSum(ByteBuf header, int at, int length) throws ProxyHeaderException {
    if (length != Integer.BYTES) {
      throw malformed();
    }
    byte[] whole = new byte[header.readableBytes()];
    header.getBytes(0, whole);
    for (int i = 0; i < length; i++) {
      whole[at + i] = 0;
    }
    CRC32C sum = new CRC32C();
    sum.update(whole);
    if (sum.getValue() != header.getUnsignedInt(at)) {
      throw malformed();
    }
  }

  private static ProxyHeaderException malformed() {
    return new ProxyHeaderException(ProtocolViolation.PROXY_HEADER_MALFORMED);
  }
}
