package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oneAddressCannotTakeEverything() {
    ConnectionLimits limits = new ConnectionLimits(10, 2);
    assertThat(limits.enter(address("192.0.2.1"))).isTrue();
    assertThat(limits.enter(address("192.0.2.1"))).isTrue();
    assertThat(limits.enter(address("192.0.2.1"))).isFalse();
    assertThat(limits.enter(address("192.0.2.2"))).isTrue();
  }

  @Test
  void norCanAllOfThem() {
    ConnectionLimits limits = new ConnectionLimits(2, 2);
    limits.enter(address("192.0.2.1"));
    limits.enter(address("192.0.2.2"));
    assertThat(limits.enter(address("192.0.2.3"))).isFalse();
  }

  @Test
  void whoLeavesMakesRoom() {
    ConnectionLimits limits = new ConnectionLimits(1, 1);
    limits.enter(address("192.0.2.1"));
    limits.leave(address("192.0.2.1"));
    assertThat(limits.enter(address("192.0.2.2"))).isTrue();
  }

  @Test
  void whoWasRefusedDoesNotCount() {
    ConnectionLimits limits = new ConnectionLimits(2, 1);
    limits.enter(address("192.0.2.1"));
    limits.enter(address("192.0.2.1"));
    assertThat(limits.enter(address("192.0.2.2"))).isTrue();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    ConnectionLimits limits = new ConnectionLimits(10, 1);
    assertThat(limits.enter(address("2001:db8:0:1::1"))).isTrue();
    assertThat(limits.enter(address("2001:db8:0:1:ffff::2"))).isFalse();
    assertThat(limits.enter(address("2001:db8:0:2::1"))).isTrue();
  }
}
