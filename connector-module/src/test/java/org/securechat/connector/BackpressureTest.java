package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.connector.contract.ProtocolViolation;

/** Slow endpoints and slow peers: one is protected from the other, and memory from both. */
@ExtendWith(NoLeaks.class)
class BackpressureTest {

  /** Establishes at once and then does as the test says. */
  private static class Established extends RecordingListener {

    @Override
    void onOpened(Connection connection) {
      connection.established();
    }
  }

  /** Writes until nothing has been taken for a while; returns how many bytes were. */
  private static long writeUntilStalled(SocketChannel socket, ByteBuffer frames, long enough)
      throws Exception {
    socket.configureBlocking(false);
    long written = 0;
    long lastProgress = System.nanoTime();
    while (written < enough && System.nanoTime() - lastProgress < 500_000_000L) {
      if (!frames.hasRemaining()) {
        frames.rewind();
      }
      int now = socket.write(frames);
      if (now > 0) {
        written += now;
        lastProgress = System.nanoTime();
      } else {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return written;
  }

  private static ByteBuffer frames(int count, int size) {
    ByteBuffer frames = ByteBuffer.allocateDirect(count * (4 + size));
    for (int i = 0; i < count; i++) {
      frames.putInt(size).put(new byte[size]);
    }
    return frames.flip();
  }

  private static SocketChannel socket(InetSocketAddress address) throws Exception {
    return SocketChannel.open(address);
  }

  @Test
  void aSlowEndpointStallsThePeerAndNotTheMemory() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger frames = new AtomicInteger();
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            frames.incrementAndGet();
            awaitQuietly(goOn);
          }
        };
    long enough = 200L << 20;
    try (FakeContainer container = new FakeContainer(listener).open();
        SocketChannel peer = socket(container.address())) {
      long written = writeUntilStalled(peer, frames(64, 1_000), enough);
      // The kernel's buffers hold a few megabytes; the adapter adds its mailbox and one read.
      assertThat(written).isLessThan(enough / 4);
      await().untilAsserted(() -> assertThat(frames.get()).isEqualTo(1));
      goOn.countDown();
      long complete = written / 1_004;
      await().untilAsserted(() -> assertThat(frames.get()).isGreaterThanOrEqualTo((int) complete));
    }
    assertThat(listener.faults).isEmpty();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void unfinishedWorkStopsDeliveryAtTheLimit() throws Exception {
    List<InFlightPermit> permits = java.util.Collections.synchronizedList(new ArrayList<>());
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            permits.add(connection.acquirePermit());
          }
        };
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setInFlightLimit(3);
      container.open();
      try (Peer peer = container.connect()) {
        for (int i = 1; i <= 10; i++) {
          peer.send("frame " + i);
        }
        await().until(() -> permits.size() == 3);
        await().during(Duration.ofMillis(200)).untilAsserted(() -> assertThat(permits).hasSize(3));
        permits.get(0).release();
        permits.get(0).release(); // Releasing twice must not count twice.
        await().until(() -> permits.size() == 4);
        await().during(Duration.ofMillis(200)).untilAsserted(() -> assertThat(permits).hasSize(4));
        for (int i = 1; i < 10; i++) {
          int next = i;
          await().until(() -> permits.size() > next);
          permits.get(i).release();
        }
        await().until(() -> listener.calls(0).size() == 11);
        assertThat(listener.calls(0))
            .startsWith("opened", "frame 1", "frame 2")
            .endsWith("frame 10");
      }
    }
  }

  @Test
  void aPeerThatDoesNotReadIsCutOff() throws Exception {
    AtomicInteger accepted = new AtomicInteger();
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            while (connection.send(new byte[60_000])) {
              accepted.incrementAndGet();
            }
          }
        };
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer lazy = container.connect()) {
      lazy.send("flood");
      await()
          .untilAsserted(() ->
              assertThat(listener.calls(0))
                  .containsExactly("opened", "flood", "OVERLOADED", "closed"));
      // What the kernel takes from us, plus outboundBytes.
      assertThat(accepted.get() * 60_000L).isBetween(900_000L, 50_000_000L);
    }
  }

  @Test
  void aPeerThatReadsGetsEverythingInOrderFromAnyThread() throws Exception {
    int count = 20_000;
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            new Thread(() -> sendAll(connection, count)).start();
          }
        };
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setOutboundBytes(16 << 20);
      container.open();
      try (Peer peer = container.connect()) {
        peer.send("go");
        for (int i = 0; i < count; i++) {
          assertThat(peer.receive()).isEqualTo("number " + i);
        }
        assertThat(peer.receive()).isNull();
      }
    }
  }

  private static void sendAll(Connection connection, int count) {
    for (int i = 0; i < count; i++) {
      RecordingListener.send(connection, "number " + i);
    }
    connection.close();
  }

  @SuppressWarnings("try") // the peer leaves early, which ends its flood
  @Test
  void oneBusyPeerDoesNotKeepTheOthersWaiting() throws Exception {
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            if (text.equals("ping")) {
              send(connection, "pong");
            } else {
              LockSupport.parkNanos(100_000); // So that its mailbox is never empty.
            }
          }
        };
    try (FakeContainer container = new FakeContainer(listener)) {
      container.spec.setConcurrency(1);
      container.open();
      try (Peer busy = container.connect();
          Peer other = container.connect()) {
        Thread flood =
            new Thread(() -> {
              try {
                while (true) {
                  busy.send("x");
                }
              } catch (java.io.IOException e) {
                // The test is over.
              }
            });
        flood.start();
        for (int i = 0; i < 100; i++) {
          other.send("ping");
          assertThat(other.receive()).isEqualTo("pong");
        }
        busy.close();
        flood.join();
      }
      assertThat(container.mostRunning.get()).isEqualTo(1);
    }
    assertThat(listener.faults).isEmpty();
  }

  @Test
  void overloadIsNoReasonForLastWords() throws Exception {
    AtomicInteger sentAfter = new AtomicInteger();
    Established listener =
        new Established() {
          @Override
          void onFrame(Connection connection, String text) {
            while (connection.send(new byte[60_000])) {}
          }

          @Override
          void onViolated(Connection connection, ProtocolViolation violation) {
            if (connection.send(new byte[1])) {
              sentAfter.incrementAndGet();
            }
          }
        };
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer lazy = container.connect()) {
      lazy.send("flood");
      await().until(() -> listener.calls(0).contains("closed"));
      assertThat(sentAfter.get()).isZero();
    }
  }
}
