package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.ProtocolViolation;

/** The clock is the test's own: handshake 10 s, frame 5 s, idle 60 s. */
@ExtendWith(NoLeaks.class)
class DeadlineHandlerTest {

  private boolean busy;
  private final List<ProtocolViolation> violations = new ArrayList<>();
  private EmbeddedChannel channel;

  @BeforeEach
  void open() throws Exception {
    FrameActivationSpec spec = new FrameActivationSpec();
    spec.setHandshakeTimeoutMillis(10_000);
    spec.setFrameTimeoutMillis(5_000);
    spec.setIdleTimeoutMillis(60_000);
    ActivationSettings settings = spec.settings();
    FrameDecoder decoder = settings.framing().decoder(settings.frameLimit(), () -> true);
    channel = new EmbeddedChannel();
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(decoder)
        .addLast(new DeadlineHandler(settings, decoder, () -> busy))
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                if (event instanceof ProtocolViolation violation) {
                  violations.add(violation);
                }
              }
            });
    channel.pipeline().fireChannelActive();
  }

  @AfterEach
  void finish() {
    channel.finishAndReleaseAll();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private void tell(PipelineEvent event) {
    channel.pipeline().fireUserEventTriggered(event);
  }

  private void feed(byte... bytes) {
    channel.writeInbound(Unpooled.wrappedBuffer(bytes));
  }

  @Test
  void aHandshakeEndsInTimeOrTheConnectionDoes() {
    pass(9_999);
    assertThat(violations).isEmpty();
    pass(1);
    assertThat(violations).containsExactly(ProtocolViolation.HANDSHAKE_TIMEOUT);
    pass(600_000);
    assertThat(violations).hasSize(1);
  }

  @Test
  void framesDoNotProlongTheHandshake() {
    for (int i = 0; i < 10; i++) {
      feed(Peer.framed("again"));
      pass(1_000);
    }
    assertThat(violations).containsExactly(ProtocolViolation.HANDSHAKE_TIMEOUT);
  }

  @Test
  void norDoesABusyEndpoint() {
    busy = true;
    pass(10_000);
    assertThat(violations).containsExactly(ProtocolViolation.HANDSHAKE_TIMEOUT);
  }

  @Test
  void anEstablishedPeerMayBeSilentForSoLong() {
    pass(9_000);
    tell(PipelineEvent.ESTABLISHED);
    pass(59_999);
    assertThat(violations).isEmpty();
    pass(1);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void everyFrameBeginsTheSilenceAnew() {
    tell(PipelineEvent.ESTABLISHED);
    for (int i = 0; i < 10; i++) {
      pass(59_000);
      feed(Peer.framed("ping"));
    }
    assertThat(violations).isEmpty();
    pass(60_000);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void whoWaitsForAnAnswerIsNotIdle() {
    tell(PipelineEvent.ESTABLISHED);
    busy = true;
    pass(60_000);
    pass(60_000);
    assertThat(violations).isEmpty();
    busy = false;
    pass(60_000);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void aFrameThatHasBegunMustEnd() {
    tell(PipelineEvent.ESTABLISHED);
    feed((byte) 0);
    pass(4_999);
    assertThat(violations).isEmpty();
    pass(1);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void aDripOfBytesDoesNotProlongAFrame() {
    tell(PipelineEvent.ESTABLISHED);
    feed((byte) 0, (byte) 0, (byte) 1, (byte) 0);
    for (int i = 0; i < 5; i++) {
      assertThat(violations).isEmpty();
      feed((byte) 1);
      pass(1_000);
    }
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void theNextFrameHasItsOwnTime() {
    tell(PipelineEvent.ESTABLISHED);
    byte[] frame = Peer.framed("x");
    feed(frame[0]);
    pass(4_000);
    feed(frame[1], frame[2], frame[3], frame[4], (byte) 0);
    pass(4_000);
    assertThat(violations).isEmpty();
    pass(1_000);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void whileTheAdapterDoesNotReadAFrameMayWait() {
    tell(PipelineEvent.ESTABLISHED);
    feed((byte) 0);
    channel.config().setAutoRead(false);
    pass(100_000);
    pass(4_000);
    channel.config().setAutoRead(true);
    tell(PipelineEvent.ROOM);
    pass(4_999);
    assertThat(violations).isEmpty();
    pass(1);
    assertThat(violations).containsExactly(ProtocolViolation.IDLE_TIMEOUT);
  }

  @Test
  void aClosingConnectionHasOtherDeadlines() {
    tell(PipelineEvent.CLOSING);
    pass(600_000);
    assertThat(violations).isEmpty();
  }

  @Test
  void aClosedConnectionLeavesNoTimer() {
    var _ = channel.close();
    pass(600_000);
    assertThat(violations).isEmpty();
    assertThat(channel.runScheduledPendingTasks()).isNegative();
  }
}
