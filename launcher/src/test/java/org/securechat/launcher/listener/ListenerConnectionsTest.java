package org.securechat.launcher.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** OPERATIONS.md, "Limits of the administration". */
class ListenerConnectionsTest {
  private static final InetAddress HERE = address("192.0.2.1");
  private static final InetAddress THERE = address("192.0.2.2");

  private long now;
  private final ListenerConnections<String> connections =
      new ListenerConnections<>(
          new ListenerConnections.Limits(5, 3, Duration.ofSeconds(10), Duration.ofSeconds(60)),
          () -> now);

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void answered(String connection, boolean well) {
    connections.requested(connection, false);
    connections.answered(connection, well);
  }

  @Test
  void aFirstRequestThatDoesNotComeInTimeIsClosed() {
    connections.accepted("slow", HERE);
    now = 9_999;
    connections.received("slow");
    assertThat(connections.late()).isEmpty();

    now = 10_000;
    assertThat(connections.late()).containsExactly("slow");
    assertThat(connections.size()).isZero();
  }

  @Test
  void aByteNowAndThenBuysNoTime() {
    connections.accepted("drip", HERE);
    answered("drip", true);
    now = 100_000;
    assertThat(connections.late()).as("idle").isEmpty();
    for (int i = 0; i < 9; i++) {
      connections.received("drip");
      now += 1_000;
      assertThat(connections.late()).isEmpty();
    }
    connections.received("drip");
    now += 1_000;

    assertThat(connections.late()).containsExactly("drip");
  }

  @Test
  void aBodyHasATimeOfItsOwn() {
    connections.accepted("upload", HERE);
    connections.requested("upload", true);
    now = 59_999;
    connections.received("upload");
    assertThat(connections.late()).isEmpty();
    now = 60_000;
    assertThat(connections.late()).containsExactly("upload");
  }

  @Test
  void whatTheApplicationWorksOnTakesAsLongAsItTakes() {
    connections.accepted("export", HERE);
    connections.requested("export", true);
    connections.sent("export");
    now = 1_000_000;

    assertThat(connections.late()).isEmpty();
    connections.answered("export", true);
    now = 2_000_000;
    assertThat(connections.late()).isEmpty();
  }

  @Test
  void aNewOneTakesThePlaceOfTheOldestThatWasNeverAnsweredWell() {
    connections.accepted("good", HERE);
    answered("good", true);
    connections.accepted("silent", HERE);
    connections.accepted("refused", HERE);
    answered("refused", false);

    assertThat(connections.accepted("new", HERE)).contains("silent");
    assertThat(connections.accepted("newer", HERE)).contains("refused");
    assertThat(connections.accepted("newest", HERE)).contains("new");
    assertThat(connections.accepted("elsewhere", THERE)).isEmpty();
  }

  @Test
  void nextGoesWhatIsIdleForLongestAndWhatIsServedStays() {
    for (String name : new String[] {"a", "b", "c"}) {
      connections.accepted(name, HERE);
      answered(name, true);
      now++;
    }
    connections.requested("a", false);

    assertThat(connections.accepted("d", HERE)).contains("b");
    answered("d", true);
    connections.requested("c", false);
    connections.requested("d", false);
    assertThat(connections.accepted("e", HERE)).as("there is none to go").contains("e");
    assertThat(connections.size()).isEqualTo(3);
  }

  @Test
  void theTotalHoldsOverAllAddresses() {
    for (int i = 0; i < 5; i++) {
      connections.accepted("c" + i, address("192.0.2." + (10 + i)));
    }

    assertThat(connections.accepted("new", HERE)).contains("c0");
    assertThat(connections.size()).isEqualTo(5);
    connections.closed("c1");
    assertThat(connections.accepted("newer", HERE)).isEmpty();
  }

  @Test
  void anIpv6NetworkIsOneAddress() {
    for (int i = 1; i <= 3; i++) {
      connections.accepted("c" + i, address("2001:db8::" + i));
    }

    assertThat(connections.accepted("new", address("2001:db8::ffff"))).contains("c1");
    assertThat(connections.accepted("other", address("2001:db8:0:1::1"))).isEmpty();
  }
}
