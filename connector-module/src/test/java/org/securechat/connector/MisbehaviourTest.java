package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Peers that break the rules, over real sockets: each hears why, and the endpoint hears it once.
 */
@ExtendWith(NoLeaks.class)
class MisbehaviourTest {

  /** "hello" establishes; every violation is told to the peer. */
  private static final class Strict extends RecordingListener {

    @Override
    void onFrame(Connection connection, String text) {
      if (text.equals("hello")) {
        connection.established();
        send(connection, "welcome");
      }
    }

    @Override
    void onViolated(Connection connection, ProtocolViolation violation) {
      send(connection, violation.name());
    }
  }

  private final Strict listener = new Strict();
  private final FakeContainer container = new FakeContainer(listener);

  @AfterEach
  void stop() {
    container.close();
    assertThat(listener.faults).isEmpty();
  }

  private void endpointHeard(String... calls) {
    await().untilAsserted(() -> assertThat(listener.calls(0)).containsExactly(calls));
  }

  @Test
  void anOversizedFrameIsAnsweredEvenToAPeerThatGoesOnSending() throws Exception {
    container.open();
    try (Peer peer = container.connect()) {
      peer.raw((byte) 0, (byte) 1, (byte) 0, (byte) 1);
      peer.raw(new byte[16 << 20]); // More than any buffer between us holds.
      assertThat(peer.receive()).isEqualTo("FRAME_TOO_LARGE");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "FRAME_TOO_LARGE", "closed");
  }

  @Test
  void anEmptyFrame() throws Exception {
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("hello").raw(new byte[4]);
      assertThat(peer.receive()).isEqualTo("welcome");
      assertThat(peer.receive()).isEqualTo("EMPTY_FRAME");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "hello", "EMPTY_FRAME", "closed");
  }

  @Test
  void anEndWithinAFrame() throws Exception {
    container.open();
    try (Peer peer = container.connect()) {
      peer.raw(Arrays.copyOf(Peer.framed("hello"), 7));
      peer.shutdownOutput();
      assertThat(peer.receive()).isEqualTo("TRUNCATED");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "TRUNCATED", "closed");
  }

  @Test
  void aPeerThatSaysNothing() throws Exception {
    container.spec.setHandshakeTimeoutMillis(100);
    container.open();
    try (Peer peer = container.connect()) {
      assertThat(peer.receive()).isEqualTo("HANDSHAKE_TIMEOUT");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "HANDSHAKE_TIMEOUT", "closed");
  }

  @Test
  void anEstablishedPeerThatFallsSilent() throws Exception {
    container.spec.setHandshakeTimeoutMillis(60_000);
    container.spec.setIdleTimeoutMillis(100);
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("hello");
      assertThat(peer.receive()).isEqualTo("welcome");
      assertThat(peer.receive()).isEqualTo("IDLE_TIMEOUT");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "hello", "IDLE_TIMEOUT", "closed");
  }

  @Test
  void aFrameThatNeverEnds() throws Exception {
    container.spec.setFrameTimeoutMillis(100);
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("hello").raw((byte) 0);
      assertThat(peer.receive()).isEqualTo("welcome");
      assertThat(peer.receive()).isEqualTo("IDLE_TIMEOUT");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "hello", "IDLE_TIMEOUT", "closed");
  }

  @Test
  void aPeerThatIgnoresItsDismissalIsDismissedAnyway() throws Exception {
    container.spec.setCloseTimeoutMillis(100);
    container.open();
    try (Peer peer = container.connect()) {
      peer.raw(new byte[4]);
      assertThat(peer.receive()).isEqualTo("EMPTY_FRAME");
      // It neither closes nor falls silent; the endpoint must be rid of it all the same.
      endpointHeard("opened", "EMPTY_FRAME", "closed");
    }
  }

  @Test
  void aPeerThatResetsTheConnection() throws Exception {
    container.open();
    Peer peer = container.connect();
    peer.send("hello");
    assertThat(peer.receive()).isEqualTo("welcome");
    peer.raw((byte) 0);
    peer.reset();
    await().until(() -> listener.calls(0).contains("closed"));
    assertThat(listener.calls(0)).containsExactly("opened", "hello", "closed");
    assertThat(listener.connections.get(0).isOpen()).isFalse();
    assertThat(RecordingListener.send(listener.connections.get(0), "too late")).isFalse();
  }

  @Test
  void othersNoticeNothing() throws Exception {
    container.open();
    try (Peer good = container.connect()) {
      for (int i = 0; i < 50; i++) {
        Peer bad = container.connect();
        bad.raw((byte) 0xFF, (byte) i, (byte) 0, (byte) 0);
        bad.reset();
        good.send("hello");
        assertThat(good.receive()).isEqualTo("welcome");
      }
    }
  }
}
