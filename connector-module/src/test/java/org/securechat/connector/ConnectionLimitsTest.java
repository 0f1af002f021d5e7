package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.securechat.connector.address.IpAddresses;

class ConnectionLimitsTest {

  private static InetAddress address(String literal) {
    return IpAddresses.literal(literal).orElseThrow();
  }

  @Test
  void oneAddressCannotTakeEverything() {
    ConnectionLimits limits = new ConnectionLimits(10, 2);
    assertThat(limits.enter(address("192.0.2.1"))).isNotNull();
    assertThat(limits.enter(address("192.0.2.1"))).isNotNull();
    assertThat(limits.enter(address("192.0.2.1"))).isNull();
    assertThat(limits.enter(address("192.0.2.2"))).isNotNull();
    assertThat(limits.rejectedByAddressLimit()).isOne();
  }

  @Test
  void norCanAllOfThem() {
    ConnectionLimits limits = new ConnectionLimits(2, 2);
    limits.enter(address("192.0.2.1"));
    limits.enter(address("192.0.2.2"));
    assertThat(limits.enter(address("192.0.2.3"))).isNull();
    assertThat(limits.rejectedByTotalLimit()).isOne();
  }

  @Test
  void whoLeavesMakesRoom() {
    ConnectionLimits limits = new ConnectionLimits(1, 1);
    limits.enter(address("192.0.2.1")).leave();
    assertThat(limits.enter(address("192.0.2.1"))).isNotNull();
  }

  @Test
  void whoWasRefusedDoesNotCount() {
    ConnectionLimits limits = new ConnectionLimits(2, 1);
    limits.enter(address("192.0.2.1"));
    limits.enter(address("192.0.2.1"));
    assertThat(limits.enter(address("192.0.2.2"))).isNotNull();
    assertThat(limits.open()).isEqualTo(2);
    assertThat(limits.accepted()).isEqualTo(2);
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    ConnectionLimits limits = new ConnectionLimits(10, 1);
    assertThat(limits.enter(address("2001:db8:0:1::1"))).isNotNull();
    assertThat(limits.enter(address("2001:db8:0:1:ffff::2"))).isNull();
    assertThat(limits.enter(address("2001:db8:0:2::1"))).isNotNull();
  }

  @Test
  void ipv4WithinIpv6IsThatAddressAndNotOneNetworkOfAllOfThem() {
    ConnectionLimits limits = new ConnectionLimits(10, 1);
    assertThat(limits.enter(address("192.0.2.1"))).isNotNull();
    assertThat(limits.enter(address("::ffff:192.0.2.1"))).isNull();
    assertThat(limits.enter(address("::ffff:192.0.2.2"))).isNotNull();
  }

  @Test
  void aPlaceCountsInAllAtOnceAndForItsAddressOnceThatIsKnown() {
    ConnectionLimits limits = new ConnectionLimits(2, 1);
    ConnectionLimits.Place first = limits.enterUnknown();
    ConnectionLimits.Place second = limits.enterUnknown();
    assertThat(limits.enterUnknown()).isNull();
    assertThat(limits.accepted()).isZero();

    assertThat(first.isFrom(address("192.0.2.1"))).isTrue();
    assertThat(second.isFrom(address("192.0.2.1"))).isFalse();
    second.leave();
    assertThat(limits.open()).isOne();
    first.leave();
    assertThat(limits.enter(address("192.0.2.1"))).isNotNull();
  }
}
