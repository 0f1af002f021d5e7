package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.securechat.connector.Dispatcher.Turns;

/** Who is served next: owners take turns, however many connections each has. */
class TurnsTest {
  private final Turns<String> turns = new Turns<>();

  private List<String> served() {
    List<String> served = new ArrayList<>();
    for (String next = turns.poll(); next != null; next = turns.poll()) {
      served.add(next);
    }
    return served;
  }

  @Test
  void ownersTakeTurns() {
    for (int i = 1; i <= 20; i++) {
      turns.add("mallory", "m" + i);
    }
    turns.add("alice", "a1");
    turns.add("bob", "b1");
    turns.add("alice", "a2");

    assertThat(turns.size()).isEqualTo(23);
    assertThat(turns.peek()).isEqualTo("m1");
    assertThat(served()).startsWith("m1", "a1", "b1", "m2", "a2", "m3", "m4").hasSize(23);
    assertThat(turns.size()).isZero();
    assertThat(turns.peek()).isNull();
  }

  @Test
  void whoHasHadATurnComesAfterAllOthers() {
    turns.add("mallory", "m1");
    turns.add("mallory", "m2");
    assertThat(turns.poll()).isEqualTo("m1");
    turns.add("alice", "a1");
    turns.add("mallory", "m1");

    assertThat(served()).containsExactly("m2", "a1", "m1");
  }

  /** Through the adapter: before a login by address, after it by account. */
  @Test
  void connectionsOfOneAccountShareItsTurns() throws Exception {
    Dispatcher dispatcher = new Dispatcher(null, null, 0, null, null);
    List<PeerConnection> mallory = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      mallory.add(established(i, dispatcher));
      mallory.get(i).servedFor("mallory");
    }
    PeerConnection alice = established(3, dispatcher);
    alice.servedFor("alice");
    while (dispatcher.next() != null) {}

    mallory.forEach(connection -> connection.arrived(new byte[] {1}));
    alice.arrived(new byte[] {1});

    assertThat(dispatcher.queuedConnections()).isEqualTo(4);
    assertThat(dispatcher.next()).isSameAs(mallory.get(0));
    assertThat(dispatcher.next()).isSameAs(alice);
    assertThat(dispatcher.next()).isSameAs(mallory.get(1));
  }

  private static PeerConnection established(long id, Dispatcher dispatcher) throws Exception {
    EmbeddedChannel channel = new EmbeddedChannel();
    PeerConnection connection =
        new PeerConnection(
            id,
            channel,
            PeerConnection.address(channel.remoteAddress()),
            new FrameActivationSpec().settings(),
            dispatcher);
    connection.opened();
    connection.established();
    dispatcher.next();
    connection.takeEvent();
    connection.mailbox().endDrain();
    return connection;
  }
}
