package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.internal.InternalThreadLocalMap;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.Connection;

/** From activation to deactivation. */
@ExtendWith(NoLeaks.class)
class LifeTest {

  /** Establishes and answers. */
  private static class Echo extends RecordingListener {

    @Override
    void onOpened(Connection connection) {
      connection.established();
    }

    @Override
    void onFrame(Connection connection, String text) {
      send(connection, text);
    }
  }

  private final Echo listener = new Echo();

  private static Set<String> ioThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(IoThreads.NAME_PREFIX))
        .collect(Collectors.toSet());
  }

  @Test
  void anEndpointThatIsSwitchedOffListensNowhere() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setEnabled(false);
      container.open();
      assertThat(container.gateway.addresses()).isEmpty();
      assertThat(ioThreads()).isEmpty();
    }
  }

  /** A server's threads outlive the application: what is left in them keeps its class loader. */
  @Test
  void theDeployersThreadIsLeftWithNothingOfNetty() throws Exception {
    CompletableFuture<List<InternalThreadLocalMap>> left = new CompletableFuture<>();
    Thread deployer =
        new Thread(() -> {
          List<InternalThreadLocalMap> found = new ArrayList<>();
          try (FakeContainer container = new FakeContainer(listener).open()) {
            found.add(InternalThreadLocalMap.getIfSet());
            container.gateway.drain(Duration.ofSeconds(1));
            found.add(InternalThreadLocalMap.getIfSet());
          } catch (Exception e) {
            left.completeExceptionally(e);
          }
          found.add(InternalThreadLocalMap.getIfSet());
          left.complete(found);
        });
    deployer.start();

    assertThat(left.get(20, TimeUnit.SECONDS)).hasSize(3).containsOnlyNulls();
  }

  @Test
  void anAddressIsFoundByTheNameOfItsEndpoint() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setEndpoint("first");
      container.open();
      assertThat(container.gateway.addresses("first"))
          .containsExactlyElementsOf(container.gateway.addresses());
      assertThat(container.gateway.addresses("second")).isEmpty();
    }
  }

  @Test
  void stoppingWithOpenConnectionsClosesThemAndLeavesNoThread() throws Exception {
    List<Peer> peers = new ArrayList<>();
    try (FakeContainer container = new FakeContainer(listener).open()) {
      for (int i = 0; i < 20; i++) {
        peers.add(container.connect().send("hello"));
      }
      for (Peer peer : peers) {
        assertThat(peer.receive()).isEqualTo("hello");
      }
      assertThat(ioThreads()).isNotEmpty();
      InetSocketAddress address = container.address();
      CompletableFuture<Void> stop =
          CompletableFuture.runAsync(
              () -> container.adapter.endpointDeactivation(container, container.spec));
      for (Peer peer : peers) {
        assertThat(peer.receive()).isNull();
        peer.close();
      }
      stop.get();
      assertThat(listener.count("closed")).isEqualTo(20);
      assertThat(container.endpointsReleased.get()).isEqualTo(container.endpointsCreated.get());
      assertThat(ioThreads()).isEmpty();
      assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
          .isInstanceOf(ConnectException.class);
    }
    assertThat(listener.faults).isEmpty();
  }

  @SuppressWarnings("try") // the container stops before the peer leaves
  @Test
  void stoppingDoesNotWaitForPeersThatDoNot() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer stubborn = container.connect().send("hello")) {
      assertThat(stubborn.receive()).isEqualTo("hello");
      container.close();
      await().untilAsserted(() -> assertThat(ioThreads()).isEmpty());
      assertThat(listener.calls(0)).containsExactly("opened", "hello", "closed");
    }
  }

  @Test
  void twoThousandSilentConnectionsHoldNoThread() throws Exception {
    int count = 2_000;
    List<Peer> peers = new ArrayList<>();
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setMaxConnectionsPerAddress(count);
      container.open();
      for (int i = 0; i < count; i++) {
        peers.add(container.connect());
      }
      await().until(() -> container.gateway.connections().size() == count);
      await().until(() -> listener.connections.size() == count && container.running.get() == 0);
      assertThat(ioThreads()).hasSize(2);
      int works = container.worksScheduled.get();
      await()
          .during(Duration.ofMillis(300))
          .untilAsserted(() -> assertThat(container.worksScheduled.get()).isEqualTo(works));
      peers.get(count / 2).send("awake");
      assertThat(peers.get(count / 2).receive()).isEqualTo("awake");
      for (Peer peer : peers) {
        peer.close();
      }
      await().until(() -> listener.count("closed") == count);
    }
  }

  @Test
  void aPortInUseIsReportedByOpenWithItsAddressAndMayBeTriedAgain() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        container.spec.setPort(taken.getLocalPort());
        container.activate();
        assertThatThrownBy(container.gateway::open)
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
            .hasMessageContaining("in use");
        assertThat(container.gateway.addresses()).isEmpty();
      }
      container.gateway.open();
      assertThat(container.gateway.addresses()).hasSize(1);
    }
  }

  @Test
  void openingAgainChangesNothing() {
    try (FakeContainer container = new FakeContainer(listener).open()) {
      InetSocketAddress address = container.address();
      container.gateway.open();
      assertThat(container.gateway.addresses()).containsExactly(address);
    }
  }

  @Test
  void anEndpointActivatedAfterTheApplicationIsReadyOpensAtOnce() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open()) {
      FrameActivationSpec second = new FrameActivationSpec();
      container.adapter.endpointActivation(container, second);
      assertThat(container.gateway.addresses()).hasSize(2);
      container.adapter.endpointDeactivation(container, second);
      assertThat(container.gateway.addresses()).hasSize(1);
    }
  }

  @Test
  void anActivationThatCannotOpenLeavesNothingBehind() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open()) {
      FrameActivationSpec second = new FrameActivationSpec();
      second.setPort(container.address().getPort());
      int threads = ioThreads().size();
      assertThatThrownBy(() -> container.adapter.endpointActivation(container, second))
          .isInstanceOf(ResourceException.class)
          .hasMessageContaining("in use");
      assertThat(ioThreads()).hasSize(threads);
    }
  }

  @Test
  void theNextApplicationHasToSayItselfThatItIsReady() {
    try (FakeContainer container = new FakeContainer(listener).open()) {
      container.adapter.endpointDeactivation(container, container.spec);
      container.activate();
      assertThat(container.gateway.addresses()).isEmpty();
    }
  }

  @Test
  void onlyOurOwnValidSpecificationIsActivated() {
    try (FakeContainer container = new FakeContainer(listener)) {
      jakarta.resource.spi.ActivationSpec foreign =
          (jakarta.resource.spi.ActivationSpec)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {jakarta.resource.spi.ActivationSpec.class},
                  (proxy, method, args) -> null);
      assertThatThrownBy(() -> container.adapter.endpointActivation(container, foreign))
          .isInstanceOf(NotSupportedException.class);
      container.spec.setConcurrency(0);
      assertThatThrownBy(() -> container.adapter.endpointActivation(container, container.spec))
          .isInstanceOf(InvalidPropertyException.class);
      assertThat(ioThreads()).isEmpty();
    }
  }

  @Test
  void drainingFinishesWhatHasArrivedAndTakesNothingNew() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Echo slow =
        new Echo() {
          @Override
          void onFrame(Connection connection, String text) {
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            super.onFrame(connection, text);
          }
        };
    try (FakeContainer container = new FakeContainer(slow).open();
        Peer peer = container.connect()) {
      InetSocketAddress address = container.address();
      peer.send("one").send("two");
      await().until(() -> slow.calls(0).contains("one"));
      CompletableFuture<Void> drain =
          CompletableFuture.runAsync(() -> container.gateway.drain(Duration.ofSeconds(10)));
      await().until(() -> container.gateway.addresses().isEmpty());
      assertThat(drain).isNotDone();
      goOn.countDown();
      drain.get();
      assertThat(peer.receive()).isEqualTo("one");
      assertThat(slow.calls(0)).startsWith("opened", "one");
      peer.send("late");
      await()
          .during(Duration.ofMillis(200))
          .untilAsserted(() -> assertThat(slow.calls(0)).doesNotContain("late"));
      // The connection is still there to say goodbye on.
      RecordingListener.send(container.gateway.connections().iterator().next(), "goodbye");
      String last = peer.receive();
      assertThat(last.equals("two") ? peer.receive() : last).isEqualTo("goodbye");
      assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void afterClosingEveryListenerHasBeenToldAndThePeersHaveReadTheLastWords() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer one = container.connect();
        Peer two = container.connect()) {
      await().until(() -> container.gateway.connections().size() == 2);
      container.gateway.drain(Duration.ofSeconds(10));
      container
          .gateway
          .connections()
          .forEach(connection -> RecordingListener.send(connection, "goodbye"));

      container.gateway.close(Duration.ofSeconds(10));

      assertThat(listener.calls(0)).endsWith("closed");
      assertThat(listener.calls(1)).endsWith("closed");
      assertThat(one.receive()).isEqualTo("goodbye");
      assertThat(two.receive()).isEqualTo("goodbye");
    }
  }

  @SuppressWarnings("try") // the peer leaves before the container stops
  @Test
  void drainingEndsAtItsLimit() throws Exception {
    Echo holding =
        new Echo() {
          @Override
          void onFrame(Connection connection, String text) {
            connection.acquirePermit();
          }
        };
    try (FakeContainer container = new FakeContainer(holding).open();
        Peer peer = container.connect().send("never done")) {
      await().until(() -> holding.calls(0).contains("never done"));
      long start = System.nanoTime();
      container.gateway.drain(Duration.ofMillis(200));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
      peer.close();
    }
  }

  @Test
  void connectionsOverTheLimitAreToldWhyThoughTheySpeakFirst() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setMaxConnections(1);
      container.spec.setRefusal("0000000366756c");
      container.open();
      try (Peer first = container.connect()) {
        first.send("a");
        assertThat(first.receive()).isEqualTo("a");
        for (int i = 0; i < 3; i++) {
          try (Peer refused = container.connect()) {
            refused.send("a word that is not read");
            assertThat(refused.receive()).isEqualTo("ful");
            assertThat(refused.receive()).isNull();
          }
        }
      }
      assertThat(listener.connections).hasSize(1);
    }
  }

  @Test
  void onlySoManyConnectionsOverTheLimitAreAnsweredAtATime() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setMaxConnections(1);
      container.spec.setRefusal("0000000366756c");
      container.open();
      List<Peer> refused = new ArrayList<>();
      try (Peer first = container.connect()) {
        first.send("a");
        assertThat(first.receive()).isEqualTo("a");
        for (int i = 0; i < 8 * AdmissionHandler.MAX_ANSWERED; i++) {
          refused.add(container.connect());
        }
        List<String> answers = new ArrayList<>();
        for (Peer peer : refused) {
          answers.add(String.valueOf(peer.receive()));
        }
        assertThat(answers).contains("ful", "null").containsOnly("ful", "null");
      } finally {
        for (Peer peer : refused) {
          peer.close();
        }
      }
    }
  }

  @Test
  void connectionsOverTheLimitAreClosedAtOnceAndTheOthersStay() throws Exception {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setMaxConnectionsPerAddress(2);
      container.open();
      try (Peer first = container.connect();
          Peer second = container.connect()) {
        first.send("a");
        second.send("b");
        assertThat(first.receive()).isEqualTo("a");
        assertThat(second.receive()).isEqualTo("b");
        try (Peer third = container.connect()) {
          assertThat(third.receive()).isNull();
        }
        first.send("still here");
        assertThat(first.receive()).isEqualTo("still here");
      }
      await().until(() -> listener.count("closed") == 2);
      assertThat(listener.connections).hasSize(2);
      await()
          .untilAsserted(() -> {
            try (Peer next = container.connect().send("free again")) {
              assertThat(next.receive()).isEqualTo("free again");
            }
          });
    }
  }

  @Test
  void aGatewayWithoutAnAdapterSaysSo() {
    assertThatThrownBy(new GatewayObject()::open).isInstanceOf(IllegalStateException.class);
  }
}
