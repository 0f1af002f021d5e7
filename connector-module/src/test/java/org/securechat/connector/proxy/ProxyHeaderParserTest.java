package org.securechat.connector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.ProtocolViolation;

/** Sections 2.1 and 2.2 of the specification of the PROXY protocol. */
class ProxyHeaderParserTest {

  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String ADDRESSES = "c0000201c63364010007ffff";
  private static final String IPV6_ADDRESSES =
      "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "0007ffff";

  private static byte[] line(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] block(String rest) {
    return HexFormat.of().parseHex(SIGNATURE + rest);
  }

  /** Byte by byte, and what comes behind stays where it is. */
  private static String parsed(byte[] header) throws ProxyHeaderException {
    ByteBuf in = Unpooled.buffer();
    ProxyHeader found = null;
    for (int i = 0; i < header.length; i++) {
      assertThat(found).as("after %d bytes of %d", i, header.length).isNull();
      in.writeByte(header[i]);
      found = ProxyHeaderParser.next(in);
    }
    if (found == null) {
      return "incomplete";
    }
    assertThat(in.readableBytes()).isZero();
    ByteBuf atOnce = Unpooled.wrappedBuffer(header, new byte[] {42});
    assertThat(ProxyHeaderParser.next(atOnce)).isEqualTo(found);
    assertThat(atOnce.readableBytes()).isOne();
    return switch (found) {
      case ProxyHeader.Unknown _ -> "unknown";
      case ProxyHeader.Forwarded forwarded -> IpAddresses.text(forwarded.source());
    };
  }

  private static ProtocolViolation fault(byte[] header) {
    ByteBuf in = Unpooled.wrappedBuffer(header);
    return catchThrowableOfType(ProxyHeaderException.class, () -> ProxyHeaderParser.next(in))
        .violation();
  }

  @ParameterizedTest
  @CsvSource({
    "TCP4 192.0.2.1 198.51.100.1 7 65535, 192.0.2.1:7",
    "TCP4 0.0.0.0 255.255.255.255 0 0, 0.0.0.0:0",
    "TCP6 2001:DB8::1 ::2 65535 1, [2001:db8::1]:65535",
    "TCP6 2001:0db8:0000:0000:0000:0000:0000:0001 ::2 1 2, [2001:db8::1]:1",
    "TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2, 192.0.2.1:1",
    "UNKNOWN, unknown",
    "UNKNOWN ffff:: what ever, unknown",
  })
  void version1(String words, String expected) throws Exception {
    assertThat(parsed(line("PROXY " + words + "\r\n"))).isEqualTo(expected);
  }

  @Test
  void theLongestLineIsTakenAndOneByteMoreIsNot() throws Exception {
    String padding = "x".repeat(ProxyHeaderParser.MAX_LINE - "PROXY UNKNOWN \r\n".length());
    assertThat(parsed(line("PROXY UNKNOWN " + padding + "\r\n"))).isEqualTo("unknown");
    assertThat(fault(line("PROXY UNKNOWN x" + padding + "\r\n")))
        .isEqualTo(ProtocolViolation.PROXY_HEADER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY \r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY tcp4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY  TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 \r\n",
        "PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.01 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
        "PROXY TCP4 localhost 192.0.2.2 1 2\r\n",
        "PROXY TCP4 ::1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 ::1 1 2\r\n",
        "PROXY TCP6 192.0.2.1 ::1 1 2\r\n",
        "PROXY TCP6 ::1%lo ::1 1 2\r\n",
        "PROXY TCP6 [::1] ::1 1 2\r\n",
        "PROXY TCP6 1::2::3 ::1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 +1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\r\n",
        "PROXY UNKNOWN\u0000\r\n",
        "PROXY UNKNOWN \u00e9\r\n",
        "PROXY\tUNKNOWN\r\n",
      })
  void malformedLine(String header) {
    ProtocolViolation expected =
        header.startsWith("PROXY ")
            ? ProtocolViolation.PROXY_HEADER_MALFORMED
            : ProtocolViolation.PROXY_HEADER_MISSING;
    assertThat(fault(line(header))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2111000c" + ADDRESSES + ", 192.0.2.1:7",
    "21210024" + IPV6_ADDRESSES + ", [2001:db8::1]:7",
    // A dual-stack balancer.
    "21210024"
        + "00000000000000000000ffffc0000201"
        + "00000000000000000000ffffc0000202"
        + "00070008, 192.0.2.1:7",
    "21110013" + ADDRESSES + "04000400000000, 192.0.2.1:7",
    "21110011" + ADDRESSES + "04000261e9, 192.0.2.1:7",
    // LOCAL, with and without what it need not have.
    "20000000, unknown",
    "2011000c" + ADDRESSES + ", unknown",
    "20ff0003ffffff, unknown",
    // UNSPEC: the addresses are ignored.
    "21000000, unknown",
    "21000002ffff, unknown",
  })
  void version2(String rest, String expected) throws Exception {
    assertThat(parsed(block(rest))).isEqualTo(expected);
  }

  @Test
  void addressesOfUnixSocketsAreNoAddresses() throws Exception {
    assertThat(parsed(block("213100d8" + "61".repeat(216)))).isEqualTo("unknown");
  }

  @Test
  void elementsUpToTheBoundAndNoMore() throws Exception {
    int value = ProxyHeaderParser.MAX_BLOCK - 12 - 3;
    String element = "04%04x".formatted(value) + "00".repeat(value);
    assertThat(parsed(block("21110800" + ADDRESSES + element))).isEqualTo("192.0.2.1:7");
    // Before the block has arrived.
    assertThat(fault(block("21110801"))).isEqualTo(ProtocolViolation.PROXY_HEADER_MALFORMED);
    assertThat(fault(block("2000ffff"))).isEqualTo(ProtocolViolation.PROXY_HEADER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1111000c" + ADDRESSES,
        "3111000c" + ADDRESSES,
        "0111000c" + ADDRESSES,
        "2211000c" + ADDRESSES,
        "2f11000c" + ADDRESSES,
        "2110000c" + ADDRESSES,
        "2112000c" + ADDRESSES,
        "2113000c" + ADDRESSES,
        "2141000c" + ADDRESSES,
        "2101000c" + ADDRESSES,
        "21220024" + IPV6_ADDRESSES,
        "213200d8",
        "2111000b" + ADDRESSES,
        "21110000",
        "21210023" + IPV6_ADDRESSES,
        "2121000c" + ADDRESSES,
        "213100d7",
        // Elements that do not fill the rest.
        "2111000d" + ADDRESSES + "04",
        "2111000e" + ADDRESSES + "0400",
        "2111000f" + ADDRESSES + "040001",
        "21110010" + ADDRESSES + "04000200",
        "21110010" + ADDRESSES + "04000001",
        // A checksum that is wrong, or none.
        "21110013" + ADDRESSES + "03000400000000",
        "21110012" + ADDRESSES + "030003000000",
      })
  void malformedBlock(String rest) {
    assertThat(fault(block(rest))).isEqualTo(ProtocolViolation.PROXY_HEADER_MALFORMED);
  }

  @Test
  void theChecksumIsThatOfTheWholeHeader() throws Exception {
    byte[] header = block("21110013" + ADDRESSES + "03000400000000");
    CRC32C sum = new CRC32C();
    sum.update(header);
    for (int i = 0; i < 4; i++) {
      header[header.length - 1 - i] = (byte) (sum.getValue() >> (8 * i));
    }
    assertThat(parsed(header)).isEqualTo("192.0.2.1:7");
    header[17]++;
    assertThat(fault(header)).isEqualTo(ProtocolViolation.PROXY_HEADER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0d0a0d0a01", "0d0b", "50524f585900", "16", "47"})
  void whatIsNoHeaderIsKnownAtItsFirstWrongByte(String hex) throws Exception {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(parsed(Arrays.copyOf(bytes, bytes.length - 1))).isEqualTo("incomplete");
    assertThat(fault(bytes)).isEqualTo(ProtocolViolation.PROXY_HEADER_MISSING);
  }

  /**
   * Netty's own decoder, on headers with random faults: what we take, it takes, and reads alike.
   */
  @Test
  void anotherImplementationReadsTheSame() throws Exception {
    Random random = new Random(7);
    byte[][] models = {
      line("PROXY TCP4 192.0.2.1 198.51.100.1 7 65535\r\n"),
      line("PROXY TCP6 2001:db8::1 ::2 7 8\r\n"),
      block("2111000c" + ADDRESSES),
      block("21210024" + IPV6_ADDRESSES),
      block("21110013" + ADDRESSES + "04000400000000"),
    };
    int taken = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] header = models[i % models.length].clone();
      for (int faults = random.nextInt(3); faults > 0; faults--) {
        header[random.nextInt(header.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : '0' + random.nextInt(12));
      }
      ProxyHeader ours;
      try {
        ours = ProxyHeaderParser.next(Unpooled.wrappedBuffer(header));
      } catch (ProxyHeaderException e) {
        continue; // Ours is the stricter one.
      }
      if (!(ours instanceof ProxyHeader.Forwarded forwarded)) {
        continue;
      }
      String theirs = theirs(header);
      // Of a version 1 header Netty takes no port 0, which the specification does.
      if (!theirs.startsWith("invalid port: 0")) {
        taken++;
        assertThat(theirs)
            .as(HexFormat.of().formatHex(header))
            .isEqualTo(IpAddresses.text(forwarded.source()));
      }
    }
    assertThat(taken).isGreaterThan(1_000);
  }

  private static String theirs(byte[] header) {
    EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
    try {
      channel.writeInbound(Unpooled.wrappedBuffer(header));
      HAProxyMessage message = channel.readInbound();
      try {
        return IpAddresses.text(
            new java.net.InetSocketAddress(
                IpAddresses.literal(message.sourceAddress()).orElseThrow(), message.sourcePort()));
      } finally {
        message.release();
      }
    } catch (HAProxyProtocolException e) {
      return Throwables.getRootCause(e).getMessage();
    } finally {
      channel.finishAndReleaseAll();
    }
  }
}
