package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;

/** Balancers, over real sockets: those that must send a header, and others who send one. */
@ExtendWith(NoLeaks.class)
class ProxyProtocolTest {

  private static final byte[] VERSION_1 =
      "PROXY TCP4 192.0.2.1 198.51.100.1 7 8\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION_2 =
      HexFormat.of()
          .parseHex(
              "0d0a0d0a000d0a515549540a"
                  + "21210024"
                  + "20010db8000000000000000000000001"
                  + "20010db8000000000000000000000002"
                  + "00070008");
  private static final byte[] LOCAL =
      HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "20000000");

  /** "who" establishes, and is answered with the peer's address; violations are told. */
  private static final class Echo extends RecordingListener {

    @Override
    void onFrame(Connection connection, String text) {
      connection.established();
      send(connection, IpAddresses.text(connection.remoteAddress()));
    }

    @Override
    void onViolated(Connection connection, ProtocolViolation violation) {
      send(connection, violation.name());
    }
  }

  private final Echo listener = new Echo();
  private final FakeContainer container = new FakeContainer(listener);

  private ProxyProtocolTest behindBalancer() {
    container.spec.setProxies("127.0.0.0/8, ::1");
    return this;
  }

  @AfterEach
  void stop() {
    container.close();
    assertThat(listener.faults).isEmpty();
  }

  private void hears(Peer peer, String... answers) throws IOException {
    for (String answer : answers) {
      assertThat(peer.receive()).isEqualTo(answer);
    }
  }

  private void noConnectionIsLeft() {
    await().until(() -> container.gateway.statistics().open() == 0);
  }

  @Test
  void thePeerIsWhoTheBalancerSaysInEitherVersion() throws Exception {
    behindBalancer().container.open();
    try (Peer first = container.connect();
        Peer second = container.connect()) {
      hears(first.raw(VERSION_1).send("who"), "192.0.2.1:7");
      hears(second.raw(VERSION_2).send("who"), "[2001:db8::1]:7");
    }
  }

  @Test
  void theHeaderComesInPiecesOrTogetherWithTheFirstFrames() throws Exception {
    behindBalancer().container.open();
    try (Peer pieces = container.connect();
        Peer together = container.connect()) {
      for (byte part : VERSION_2) {
        pieces.raw(part);
      }
      hears(pieces.send("who"), "[2001:db8::1]:7");
      byte[] all = Arrays.copyOf(VERSION_1, VERSION_1.length + 14);
      System.arraycopy(Peer.framed("who"), 0, all, VERSION_1.length, 7);
      System.arraycopy(Peer.framed("who"), 0, all, VERSION_1.length + 7, 7);
      hears(together.raw(all), "192.0.2.1:7", "192.0.2.1:7");
    }
  }

  @Test
  void thePeerIsKnownToTheEndpointBeforeItHasSentAnything() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      peer.raw(VERSION_1);
      await().untilAsserted(() -> assertThat(listener.calls(0)).containsExactly("opened"));
      assertThat(IpAddresses.text(listener.connections.getFirst().remoteAddress()))
          .isEqualTo("192.0.2.1:7");
    }
  }

  @Test
  void fromElsewhereAHeaderIsWhatAnyOtherGarbageIs() throws Exception {
    container.spec.setProxies("192.0.2.0/24,2001:db8::/32");
    container.open();
    try (Peer first = container.connect();
        Peer second = container.connect()) {
      hears(first.raw(VERSION_1), "FRAME_TOO_LARGE", null);
      hears(second.raw(VERSION_2), "FRAME_TOO_LARGE", null);
    }
    assertThat(listener.connections)
        .allMatch(connection -> connection.remoteAddress().getAddress().isLoopbackAddress());
  }

  @Test
  void behindAHeaderAnotherOneIsGarbage() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      hears(peer.raw(VERSION_1).raw(VERSION_2), "FRAME_TOO_LARGE", null);
    }
    assertThat(IpAddresses.text(listener.connections.getFirst().remoteAddress()))
        .isEqualTo("192.0.2.1:7");
  }

  @Test
  void aBalancerThatSendsNoHeaderIsTold() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      hears(peer.send("who").send("who"), "PROXY_HEADER_MISSING", null);
    }
    await()
        .untilAsserted(() ->
            assertThat(listener.calls(0))
                .containsExactly("opened", "PROXY_HEADER_MISSING", "closed"));
    assertThat(container.gateway.statistics().ended())
        .isEqualTo(Map.of(ProtocolViolation.PROXY_HEADER_MISSING, 1L));
  }

  @Test
  void aBalancerThatSendsABadHeaderIsTold() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      byte[] bad = VERSION_2.clone();
      bad[12] = 0x11;
      hears(peer.raw(bad).send("who"), "PROXY_HEADER_MALFORMED", null);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 30})
  void aSlowHeaderHasItsLimit(int bytes) throws Exception {
    container.spec.setProxyHeaderTimeoutMillis(100);
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      hears(peer.raw(Arrays.copyOf(VERSION_2, bytes)), "PROXY_HEADER_TIMEOUT", null);
    }
    noConnectionIsLeft();
  }

  @Test
  void aHeaderThatEndsTooEarly() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      peer.raw(Arrays.copyOf(VERSION_2, 20)).shutdownOutput();
      hears(peer, "PROXY_HEADER_MALFORMED", null);
    }
  }

  /** As HAProxy, nginx and the balancers of clouds look whether a server lives. */
  @Test
  void healthChecksAreNoConnectionsOfThePeople() throws Exception {
    behindBalancer().container.open();
    for (byte[] sent :
        List.of(new byte[0], LOCAL, "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII))) {
      try (Peer orderly = container.connect();
          Peer reset = container.connect()) {
        orderly.raw(sent).shutdownOutput();
        assertThat(orderly.receive()).isNull();
        reset.raw(sent).reset();
      }
    }
    noConnectionIsLeft();
    assertThat(listener.connections).isEmpty();
    assertThat(container.gateway.statistics().accepted()).isZero();
    assertThat(container.gateway.statistics().ended()).isEmpty();
  }

  @Test
  void aHealthCheckThatStaysIsClosedWithoutAWord() throws Exception {
    container.spec.setProxyHeaderTimeoutMillis(100);
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      assertThat(peer.raw(LOCAL).receive()).isNull();
    }
    assertThat(listener.connections).isEmpty();
  }

  @Test
  void aBalancerThatTalksItselfIsServedUnderItsOwnAddress() throws Exception {
    behindBalancer().container.open();
    try (Peer peer = container.connect()) {
      assertThat(peer.raw(LOCAL).send("who").receive())
          .isEqualTo("127.0.0.1:" + peer.socket.getLocalPort());
    }
  }

  @Test
  void theLimitPerAddressCountsPeersAndNotTheBalancer() throws Exception {
    container.spec.setMaxConnectionsPerAddress(1);
    container.spec.setRefusal(HexFormat.of().formatHex(Peer.framed("too many")));
    behindBalancer().container.open();
    try (Peer first = container.connect();
        Peer second = container.connect();
        Peer third = container.connect()) {
      hears(first.raw(VERSION_1).send("who"), "192.0.2.1:7");
      hears(second.raw(VERSION_2).send("who"), "[2001:db8::1]:7");
      byte[] sameNetwork = VERSION_2.clone();
      sameNetwork[31] = 99;
      hears(third.raw(sameNetwork).send("who"), "too many", null);
    }
    noConnectionIsLeft();
    assertThat(container.gateway.statistics().rejectedByAddressLimit()).isOne();
    assertThat(container.gateway.statistics().accepted()).isEqualTo(2);
  }

  @Test
  void connectionsWithoutAHeaderCountInAll() throws Exception {
    container.spec.setMaxConnections(1);
    container.spec.setRefusal(HexFormat.of().formatHex(Peer.framed("too many")));
    behindBalancer().container.open();
    try (Peer silent = container.connect()) {
      await().until(() -> container.gateway.statistics().open() == 1);
      try (Peer second = container.connect()) {
        hears(second, "too many", null);
      }
      hears(silent.raw(VERSION_1).send("who"), "192.0.2.1:7");
    }
  }
}
