package org.securechat.connector.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

  private static InetAddress address(String literal) {
    return IpAddresses.literal(literal).orElseThrow(() -> new AssertionError(literal));
  }

  /** The examples of RFC 5952, sections 4 and 5, and what lies at their edges. */
  @ParameterizedTest
  @CsvSource({
    "2001:0db8::0001, 2001:db8::1",
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8::ABCD, 2001:db8::abcd",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "fe80:0:0:0:0:0:0:0, fe80::",
    "0:1:0:1:0:1:0:1, 0:1:0:1:0:1:0:1",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
  })
  void anAddressHasOneText(String written, String canonical) {
    assertThat(IpAddresses.text(address(written))).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        "1",
        "localhost",
        "192.0.2",
        "192.0.2.1.",
        "192.0.2.256",
        "192.0.2.01",
        "0x7f.0.0.1",
        "2130706433",
        "192.0.2.1 ",
        "1.2.3.4.5",
        "[::1]",
        "::1%lo",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "::192.0.2.256",
        "::g",
      })
  void whatIsNoLiteralIsNotLookedUp(String text) {
    assertThat(IpAddresses.literal(text)).isEmpty();
  }

  @Test
  void aPortStandsBehindBrackets() {
    assertThat(IpAddresses.text(new InetSocketAddress(address("2001:db8:0::1"), 7443)))
        .isEqualTo("[2001:db8::1]:7443");
    assertThat(IpAddresses.text(new InetSocketAddress(address("192.0.2.1"), 0)))
        .isEqualTo("192.0.2.1:0");
    assertThat(IpAddresses.text(InetSocketAddress.createUnresolved("chat.example", 1)))
        .isEqualTo("chat.example:1");
  }

  @Test
  void theOriginIsTheFirstHalfOfIpv6AndAllOfIpv4() {
    assertThat(IpAddresses.origin(address("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(address("2001:db8:1:2::"));
    assertThat(IpAddresses.origin(address("::ffff:192.0.2.1"))).isEqualTo(address("192.0.2.1"));
  }
}
