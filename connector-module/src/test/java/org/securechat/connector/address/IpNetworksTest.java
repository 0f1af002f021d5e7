package org.securechat.connector.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworksTest {

  private static boolean contains(String networks, String address) {
    return IpNetworks.parse(networks).contains(IpAddresses.literal(address).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/8 | 10.255.0.1",
        "10.0.0.0/9 | 10.127.255.255",
        "10.128.0.0/9 | 10.128.0.0",
        "0.0.0.0/0 | 203.0.113.7",
        "192.0.2.1 | 192.0.2.1",
        "192.0.2.1/32 | ::ffff:192.0.2.1",
        "::/0 | 2001:db8::1",
        "2001:db8::/33 | 2001:db8:7fff::1",
        "::1 | ::1",
        "10.0.0.0/8, 2001:db8::/32 | 2001:db8::5",
      })
  void within(String networks, String address) {
    assertThat(contains(networks, address)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | 127.0.0.1",
        "10.0.0.0/8 | 11.0.0.0",
        "10.0.0.0/9 | 10.128.0.0",
        "10.128.0.0/9 | 10.127.255.255",
        "0.0.0.0/0 | ::1",
        "::/0 | 192.0.2.1",
        "::/0 | ::ffff:192.0.2.1",
        "192.0.2.1 | 192.0.2.0",
        "2001:db8::/33 | 2001:db8:8000::1",
        "10.0.0.0/8,2001:db8::/32 | 2001:db9::",
      })
  void outside(String networks, String address) {
    assertThat(contains(networks, address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "10.0.0.0/8,",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0.1/8",
        "::/129",
        "2001:db8::1/64",
        "::ffff:10.0.0.0/104",
        "10.0.0",
        "balancer.example",
        "none,10.0.0.0/8",
        "*",
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> IpNetworks.parse(text));
  }
}
