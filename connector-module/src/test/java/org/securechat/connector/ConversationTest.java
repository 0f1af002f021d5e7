package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.DeferredPayload;

/** What a well-behaved peer and a well-behaved endpoint see of each other, over real sockets. */
class ConversationTest {

  /** Answers every frame, and closes at "bye". */
  private static final class Echo extends RecordingListener {

    @Override
    void onFrame(Connection connection, String text) {
      connection.established();
      send(connection, "re: " + text);
      if (text.equals("bye")) {
        connection.close();
      }
    }
  }

  private final Echo listener = new Echo();

  @SuppressWarnings("try") // the peer leaves before the container does
  @Test
  void aFrameIsAnsweredAndTheConnectionClosedAfterTheLastWords() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer peer = container.connect()) {
      peer.send("hello");
      assertThat(peer.receive()).isEqualTo("re: hello");
      peer.send("bye");
      assertThat(peer.receive()).isEqualTo("re: bye");
      assertThat(peer.receive()).isNull();
      peer.close();
      await()
          .untilAsserted(() ->
              assertThat(listener.calls(0)).containsExactly("opened", "hello", "bye", "closed"));
    }
    assertThat(listener.faults).isEmpty();
  }

  @Test
  void aPeerThatHasShutItsSideStillGetsItsAnswers() throws Exception {
    try (FakeContainer container = new FakeContainer(listener).open();
        Peer peer = container.connect()) {
      peer.send("one").send("two");
      peer.shutdownOutput();
      assertThat(peer.receive()).isEqualTo("re: one");
      assertThat(peer.receive()).isEqualTo("re: two");
      assertThat(peer.receive()).isNull();
      await()
          .untilAsserted(() ->
              assertThat(listener.calls(0)).containsExactly("opened", "one", "two", "closed"));
    }
  }

  @Test
  void whatIsQueuedWaitsForTheFlushAndIsMadeInOrderWhenItIsWritten() throws Exception {
    List<String> made = new CopyOnWriteArrayList<>();
    List<Boolean> before = new CopyOnWriteArrayList<>();
    RecordingListener queueing =
        new RecordingListener() {
          @Override
          void onFrame(Connection connection, String text) {
            connection.queue(deferred("first", made));
            connection.queue(deferred("", made));
            connection.queue(deferred("second", made));
            before.add(made.isEmpty());
            if (text.equals("flush")) {
              connection.flush();
            } else {
              send(connection, "third");
            }
          }
        };
    try (FakeContainer container = new FakeContainer(queueing).open();
        Peer peer = container.connect()) {
      for (String how : List.of("flush", "send")) {
        peer.send(how);
        assertThat(peer.receive()).isEqualTo("first");
        assertThat(peer.receive()).isEqualTo("second");
      }
      assertThat(peer.receive()).isEqualTo("third");
    }
    assertThat(made).containsExactly("first", "", "second", "first", "", "second");
    assertThat(before.get(0)).isTrue();
  }

  @Test
  void aPayloadThatCannotBeMadeEndsItsConnectionAndNothingOfItIsSent() throws Exception {
    RecordingListener queueing =
        new RecordingListener() {
          @Override
          void onFrame(Connection connection, String text) {
            connection.queue(deferred("good", new ArrayList<>()));
            connection.queue(
                new DeferredPayload() {
                  @Override
                  public int length() {
                    return 4;
                  }

                  @Override
                  public void writeTo(IntFunction<ByteBuffer> space) {
                    assertThat(space.apply(4).remaining()).isEqualTo(4);
                    throw new IllegalStateException("no key");
                  }
                });
            connection.flush();
          }
        };
    try (FakeContainer container = new FakeContainer(queueing).open();
        Peer peer = container.connect()) {
      peer.send("go");
      assertThatThrownBy(peer::receive).isInstanceOf(SocketException.class);
      await()
          .untilAsserted(() ->
              assertThat(queueing.calls(0)).containsExactly("opened", "go", "INTERNAL", "closed"));
    }
  }

  /** One that is nothing at all if the text is empty, as of keys that are gone. */
  private static DeferredPayload deferred(String text, List<String> made) {
    return new DeferredPayload() {
      @Override
      public int length() {
        return Math.max(1, text.length());
      }

      @Override
      public void writeTo(IntFunction<ByteBuffer> space) {
        made.add(text);
        if (!text.isEmpty()) {
          space.apply(text.length()).put(text.getBytes(StandardCharsets.UTF_8));
        }
      }
    };
  }

  @Test
  void framesOfOneConnectionKeepTheirOrderWhateverTheNumberOfWorkers() throws Exception {
    int peers = 20;
    int frames = 200;
    try (FakeContainer container = new FakeContainer(listener).open()) {
      List<Peer> all = new ArrayList<>();
      for (int p = 0; p < peers; p++) {
        all.add(container.connect());
      }
      for (int f = 0; f < frames; f++) {
        for (Peer peer : all) {
          peer.send("frame " + f);
        }
      }
      for (Peer peer : all) {
        for (int f = 0; f < frames; f++) {
          assertThat(peer.receive()).isEqualTo("re: frame " + f);
        }
        peer.close();
      }
      assertThat(container.mostRunning.get()).isLessThanOrEqualTo(container.spec.getConcurrency());
      assertThat(container.endpointsCreated.get())
          .isLessThanOrEqualTo(container.spec.getConcurrency());
    }
    assertThat(listener.faults).isEmpty();
    assertThat(listener.count("closed")).isEqualTo(peers);
  }

  @Test
  void nobodyIsAcceptedBeforeTheApplicationIsReady() {
    try (FakeContainer container = new FakeContainer(listener)) {
      container.activate();
      assertThat(container.gateway.addresses()).isEmpty();
      container.gateway.open();
      assertThat(container.gateway.addresses()).hasSize(1);
    }
  }
}
