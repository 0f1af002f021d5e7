package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;

/** Endpoints and containers that fail. */
class EndpointFailureTest {

  /** Fails in the method that {@link #failIn} names; answers everything else. */
  private static final class Failing extends RecordingListener {

    String failIn = "";

    private void perhapsFail(String method) {
      if (method.equals(failIn)) {
        throw new IllegalStateException("as the test wants it");
      }
    }

    @Override
    void onOpened(Connection connection) {
      perhapsFail("opened");
    }

    @Override
    void onFrame(Connection connection, String text) {
      perhapsFail("frame");
      if (text.equals("error")) {
        throw new StackOverflowError();
      }
      send(connection, text);
    }

    @Override
    void onViolated(Connection connection, ProtocolViolation violation) {
      send(connection, violation.name());
      perhapsFail("violated");
    }

    @Override
    void onClosed(Connection connection) {
      perhapsFail("closed");
    }
  }

  private final Failing listener = new Failing();
  private final FakeContainer container = new FakeContainer(listener);

  @AfterEach
  void stop() {
    container.close();
    assertThat(listener.faults).isEmpty();
    assertThat(container.endpointsReleased.get()).isEqualTo(container.endpointsCreated.get());
  }

  private void endpointHeard(String... calls) {
    await().untilAsserted(() -> assertThat(listener.calls(0)).containsExactly(calls));
  }

  @Test
  void aFailureInAFrameEndsTheConnectionAndNoOther() throws Exception {
    container.open();
    try (Peer peer = container.connect();
        Peer other = container.connect()) {
      peer.send("fine");
      assertThat(peer.receive()).isEqualTo("fine");
      peer.send("error").send("never seen");
      assertThat(peer.receive()).isEqualTo("INTERNAL");
      assertThat(peer.receive()).isNull();
      other.send("still here");
      assertThat(other.receive()).isEqualTo("still here");
    }
    await().until(() -> listener.count("closed") == 2);
    assertThat(listener.count("never seen")).isZero();
  }

  @Test
  void aFailureInOpened() throws Exception {
    listener.failIn = "opened";
    container.open();
    try (Peer peer = container.connect()) {
      assertThat(peer.receive()).isEqualTo("INTERNAL");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "INTERNAL", "closed");
  }

  @Test
  void aFailureInViolatedStillClosesAndSendsTheLastWords() throws Exception {
    listener.failIn = "violated";
    container.open();
    try (Peer peer = container.connect()) {
      peer.raw(new byte[4]);
      assertThat(peer.receive()).isEqualTo("EMPTY_FRAME");
      assertThat(peer.receive()).isNull();
    }
    endpointHeard("opened", "EMPTY_FRAME", "closed");
  }

  @Test
  void aFailureInClosedIsTheEndToo() throws Exception {
    listener.failIn = "closed";
    container.open();
    container.connect().close();
    endpointHeard("opened", "closed");
    assertThat(container.gateway.connections()).isEmpty();
  }

  @Test
  void aFailedEndpointIsReplaced() throws Exception {
    listener.failIn = "frame";
    container.spec.setConcurrency(1);
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("x");
      assertThat(peer.receive()).isEqualTo("INTERNAL");
    }
    endpointHeard("opened", "x", "INTERNAL", "closed");
    assertThat(container.endpointsCreated.get()).isEqualTo(2);
  }

  @Test
  void endpointsAreReused() throws Exception {
    container.spec.setConcurrency(1);
    container.open();
    try (Peer peer = container.connect()) {
      for (int i = 0; i < 50; i++) {
        peer.send("x");
        assertThat(peer.receive()).isEqualTo("x");
      }
    }
    assertThat(container.endpointsCreated.get()).isEqualTo(1);
  }

  @Test
  void whatAFullPoolRefusesIsDeliveredLaterInOrder() throws Exception {
    container.refuseCreation.set(2);
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("one");
      assertThat(peer.receive()).isEqualTo("one");
      container.refuseCalls.set(2);
      peer.send("two").send("three");
      assertThat(peer.receive()).isEqualTo("two");
      assertThat(peer.receive()).isEqualTo("three");
    }
    endpointHeard("opened", "one", "two", "three", "closed");
  }

  @Test
  void anApplicationThatTakesNoCallsLosesTheConnectionAndNothingElse() throws Exception {
    container.refuseCreation.set(Integer.MAX_VALUE);
    container.open();
    try (Peer peer = container.connect()) {
      // Reset, or ended, as the kernel sees fit; either way without a word.
      assertThat(peer.socket.getInputStream()).satisfies(in -> assertThat(end(in)).isTrue());
    }
    container.refuseCreation.set(0);
    try (Peer peer = container.connect()) {
      peer.send("hello again");
      assertThat(peer.receive()).isEqualTo("hello again");
    }
  }

  private static boolean end(java.io.InputStream in) {
    try {
      return in.read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.io.IOException e) {
      return true;
    }
  }

  @Test
  void workThatTheServerRefusesIsOfferedAgain() throws Exception {
    container.rejectWorks.set(3);
    container.open();
    try (Peer peer = container.connect()) {
      peer.send("patience");
      assertThat(peer.receive()).isEqualTo("patience");
    }
  }
}
