package org.securechat.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.securechat.server.cluster.Peers.Change;

/** Which servers of a cluster count as alive. */
class PeersTest {
  private final AtomicLong now = new AtomicLong();
  private final UUID self = UUID.randomUUID();
  private final Peers peers = new Peers(self, Duration.ofSeconds(10), now::get);
  private final UUID other = UUID.randomUUID();

  private static ClusterNode node(UUID id, long beats) {
    return new ClusterNode(id, "127.0.0.1", 7490, "node", 0, beats);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void oneThatAppearsIsToldFromNowOn() {
    Change change = peers.look(List.of(node(self, 1), node(other, 5)));

    assertThat(change.appeared()).extracting(ClusterNode::id).containsExactly(other);
    assertThat(peers.contains(other)).isTrue();
    assertThat(peers.contains(self)).isFalse();
    assertThat(peers.addresses()).hasSize(1);
  }

  @Test
  void oneThatBeatsLivesHoweverLongItHasBeenThere() {
    for (int beat = 0; beat < 10; beat++) {
      assertThat(peers.look(List.of(node(other, beat))).dead()).isEmpty();
      pass(Duration.ofSeconds(9));
    }
  }

  @Test
  void oneThatDoesNotBeatIsDeadAfterTheLease() {
    peers.look(List.of(node(other, 5)));
    pass(Duration.ofSeconds(10));
    assertThat(peers.look(List.of(node(other, 5))).dead()).isEmpty();

    pass(Duration.ofMillis(1));

    assertThat(peers.look(List.of(node(other, 5))).dead())
        .extracting(ClusterNode::id)
        .containsExactly(other);
  }

  @Test
  void oneThatIsGoneIsToldNoMore() {
    peers.look(List.of(node(other, 5)));

    Change change = peers.look(List.of());

    assertThat(change.left()).extracting(ClusterNode::id).containsExactly(other);
    assertThat(change.isEmpty()).isFalse();
    assertThat(peers.contains(other)).isFalse();
    assertThat(peers.addresses()).isEmpty();
    assertThat(peers.look(List.of()).isEmpty()).isTrue();
  }
}
