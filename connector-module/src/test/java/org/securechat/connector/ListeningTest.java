package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Connection;

/** An endpoint with more than one address. */
@ExtendWith(NoLeaks.class)
class ListeningTest {

  private static final class Echo extends RecordingListener {

    @Override
    void onFrame(Connection connection, String text) {
      send(connection, IpAddresses.text(connection.remoteAddress().getAddress()));
    }
  }

  private final FakeContainer container = new FakeContainer(new Echo());

  @AfterEach
  void stop() {
    container.close();
  }

  private static void needsIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
      assumeTrue(socket.isBound());
    } catch (IOException e) {
      assumeTrue(false, "this machine has no IPv6");
    }
  }

  private List<InetSocketAddress> open(String addresses) {
    container.spec.setAddress(addresses);
    container.open();
    return List.copyOf(container.gateway.addresses());
  }

  private static String peerAt(InetSocketAddress address) throws Exception {
    Socket socket = new Socket();
    socket.connect(address);
    try (Peer peer = new Peer(socket)) {
      return peer.send("who").receive();
    }
  }

  @Test
  void bothKindsAtOnceOnOnePort() throws Exception {
    needsIpv6();
    List<InetSocketAddress> addresses = open("127.0.0.1, [::1]");

    assertThat(addresses)
        .extracting(IpAddresses::text)
        .containsExactly(
            "127.0.0.1:" + addresses.getFirst().getPort(),
            "[::1]:" + addresses.getFirst().getPort());
    assertThat(peerAt(addresses.get(0))).isEqualTo("127.0.0.1");
    assertThat(peerAt(addresses.get(1))).isEqualTo("::1");
  }

  @Test
  void onAllAddressesIpv4IsIpv4() throws Exception {
    needsIpv6();
    int port = open("::").getFirst().getPort();

    assertThat(peerAt(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)))
        .isEqualTo("127.0.0.1");
    assertThat(peerAt(new InetSocketAddress(InetAddress.ofLiteral("::1"), port))).isEqualTo("::1");
  }

  @Test
  void onAllOfThemOrOnNone() throws Exception {
    // Addresses that no other test listens on: the port has to be free on the first of them.
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.13.0.2"))) {
      container.spec.setAddress("127.13.0.1,127.13.0.2");
      container.spec.setPort(taken.getLocalPort());
      container.activate();

      assertThatThrownBy(container.gateway::open)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("127.13.0.2:" + taken.getLocalPort());
      assertThat(container.gateway.addresses()).isEmpty();
      try (ServerSocket free =
          new ServerSocket(taken.getLocalPort(), 1, InetAddress.ofLiteral("127.13.0.1"))) {
        assertThat(free.isBound()).isTrue();
      }
    }
    container.gateway.open();
    assertThat(container.gateway.addresses()).hasSize(2);
  }
}
