package org.securechat.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.cluster.ClusterSessions;
import org.securechat.server.delivery.RunningDelivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.testing.FakeConnection;
import org.securechat.server.testing.TestPeer;

/** Which sessions are open, and how one is ended from outside: PROTOCOL.md 5 and 7.8. */
class OpenSessionsTest {
  @RegisterExtension private final RunningDelivery running = new RunningDelivery();

  private final List<Connection> connections = new ArrayList<>();
  private final OpenSessions sessions =
      new OpenSessions(() -> List.copyOf(connections), running.delivery(), ClusterSessions.alone());

  @Test
  void listsConnectionsWithAProvenPeer() {
    loggedIn("alice");
    authenticated("bob");
    connections.add(new FakeConnection());

    assertThat(sessions.list())
        .extracting(OpenSession::user)
        .containsExactly(Optional.of("alice"), Optional.empty());
  }

  @Test
  void aClosedConnectionIsNoSession() {
    TestPeer alice = loggedIn("alice");
    alice.wire().close();

    assertThat(sessions.list()).isEmpty();
    assertThat(sessions.endOf("alice", EndReason.DISCONNECTED)).isZero();
  }

  @Test
  void findsASessionByItsChannelBindingAlone() {
    loggedIn("alice");

    assertThat(sessions.find(TestPeer.BINDING)).isPresent();
    assertThat(sessions.find(TestPeer.BINDING.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    assertThat(sessions.find("alice")).isEmpty();
    assertThat(sessions.end("alice", EndReason.DISCONNECTED)).isFalse();
  }

  @Test
  void endsTheSessionsOfAUserAndNoOther() {
    TestPeer laptop = loggedIn("alice");
    TestPeer phone = loggedIn("alice");
    TestPeer bob = loggedIn("bob");
    TestPeer unknown = authenticated("alice");

    assertThat(sessions.endOf("alice", EndReason.ACCOUNT_DISABLED)).isEqualTo(2);
    running.settled();

    assertThat(laptop.wire().isOpen()).isFalse();
    assertThat(phone.wire().isOpen()).isFalse();
    assertThat(bob.wire().isOpen()).isTrue();
    assertThat(unknown.wire().isOpen()).isTrue();
  }

  @Test
  void endsTheSessionsOfACertificateBeforeALoginAsWell() {
    TestPeer alice = authenticated("alice");
    TestPeer bob = authenticated("bob");

    int ended =
        sessions.endWith(
            session -> session.certificateSha256().equals(alice.identity().certificateSha256()),
            EndReason.CERTIFICATE_REVOKED);
    running.settled();

    assertThat(ended).isEqualTo(1);
    assertThat(alice.wire().isOpen()).isFalse();
    assertThat(bob.wire().isOpen()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(EndReason.class)
  @DisplayName("5, 7.8: the peer learns why by an alert, or by a notice before Close")
  void tellsThePeerWhy(EndReason reason) throws JsonException {
    TestPeer alice = loggedIn("alice");

    sessions.end(TestPeer.BINDING, reason);
    running.settled();

    List<Received> records = alice.records();
    if (reason.alert().isPresent()) {
      assertThat(records).containsExactly(new Received.Alerted(reason.alert().get()));
    } else {
      assertThat(records).hasSize(2).last().isInstanceOf(Received.Closed.class);
      assertThat(ServerMessageCodec.read(((Received.Data) records.getFirst()).data()))
          .isEqualTo(new Notice(reason.notice().orElseThrow()));
    }
    assertThat(alice.wire().isOpen()).isFalse();
  }

  @Test
  void whatIsCommittedBeforeIsDeliveredBefore() throws InterruptedException {
    TestPeer alice = loggedIn("alice");
    CountDownLatch ending = new CountDownLatch(1);
    running
        .delivery()
        .submit(() -> {
          awaitQuietly(ending);
          alice.connection().send(new Notice("committed before"));
        });

    assertThat(sessions.endOf("alice", EndReason.DISCONNECTED)).isEqualTo(1);
    assertThat(alice.wire().isOpen()).as("the caller does not wait").isTrue();
    ending.countDown();
    running.settled();

    assertThat(alice.records()).hasSize(3).last().isInstanceOf(Received.Closed.class);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private TestPeer loggedIn(String name) {
    return open(name, Optional.of(name));
  }

  private TestPeer authenticated(String name) {
    return open(name, Optional.empty());
  }

  private TestPeer open(String name, Optional<String> user) {
    TestPeer peer = new TestPeer(name);
    peer.wire().state(new State(peer.connection(), user));
    connections.add(peer.wire());
    return peer;
  }

  private record State(SecureConnection connection, Optional<String> userName)
      implements SecureSession {
    @Override
    public Optional<UUID> userId() {
      return userName.map(name -> new UUID(0, name.hashCode()));
    }
  }
}
