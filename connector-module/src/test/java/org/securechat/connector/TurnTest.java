package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.connector.contract.ProtocolViolation;

/** What a call of the listener may take along: two permits, sixteen events in a row. */
class TurnTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private PeerConnection connection;

  @BeforeEach
  void make() throws Exception {
    FrameActivationSpec spec = new FrameActivationSpec();
    spec.setInFlightLimit(2);
    // Without workers: the test is the one that there is.
    Dispatcher dispatcher = new Dispatcher(null, null, 0, null, null);
    connection =
        new PeerConnection(
            1,
            channel,
            PeerConnection.address(channel.remoteAddress()),
            spec.settings(),
            dispatcher);
    connection.opened();
    connection.established();
    connection.beginTurn();
    connection.takeEvent();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void arrive(int first, int last) {
    for (int i = first; i <= last; i++) {
      connection.arrived(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> takeAlong() {
    List<String> taken = new ArrayList<>();
    for (byte[] next = connection.nextFrame(); next != null; next = connection.nextFrame()) {
      taken.add(new String(next, StandardCharsets.UTF_8));
    }
    return taken;
  }

  @Test
  void framesComeInTheirOrder() {
    arrive(1, 4);
    assertThat(connection.takeEvent()).isInstanceOf(Arrived.class);

    assertThat(takeAlong()).containsExactly("2", "3", "4");
    assertThat(takeAlong()).isEmpty();
  }

  @Test
  void noMoreThanATurnIsTaken() {
    arrive(1, 40);
    connection.beginTurn();
    connection.takeEvent();

    assertThat(takeAlong()).hasSize(15).endsWith("16");
    assertThat(connection.hasTurn()).isFalse();
    connection.beginTurn();
    assertThat(takeAlong()).hasSize(16).startsWith("17");
  }

  @Test
  void unfinishedWorkEndsIt() {
    arrive(1, 6);
    connection.acquirePermit();
    InFlightPermit second = connection.acquirePermit();
    assertThat(takeAlong()).isEmpty();

    second.release();

    assertThat(takeAlong()).startsWith("1");
  }

  @Test
  void aHeldConnectionGivesNothing() {
    arrive(1, 6);
    InFlightPermit held = connection.hold();
    assertThat(takeAlong()).isEmpty();

    held.release();

    assertThat(takeAlong()).hasSize(6);
  }

  @Test
  void whatIsNoFrameIsNotTaken() {
    arrive(1, 2);
    connection.violated(ProtocolViolation.TRUNCATED);

    assertThat(takeAlong()).containsExactly("1", "2");
    assertThat(connection.takeEvent()).isEqualTo(new Event.Violated(ProtocolViolation.TRUNCATED));
  }

  @Test
  void framesThatAreSentTogetherAreOneWriteInTheirOrder() {
    assertThat(connection.sendAll(List.of(new byte[] {1}, new byte[] {2, 2}))).isTrue();
    channel.runPendingTasks();

    ByteBuf written = channel.readOutbound();
    assertThat(ByteBufUtil.hexDump(written)).isEqualTo("0000000101" + "000000020202");
    written.release();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void nothingIsSentToAConnectionThatIsClosed() {
    connection.close();

    assertThat(connection.sendAll(List.of(new byte[] {1}))).isFalse();
  }

  @Test
  void aFrameThatCannotBeIsRefused() {
    assertThatThrownBy(() -> connection.sendAll(List.of(new byte[] {1}, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConnectionThatIsBeingClosedGivesNothing() {
    arrive(1, 2);
    connection.close();

    assertThat(takeAlong()).isEmpty();
  }
}
