package org.securechat.connector;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Three clocks, one timer: the handshake, an unfinished frame, and silence. The first that runs out
 * is fired as a {@link ProtocolViolation} user event. While the adapter itself does not read, or
 * still has work to do for the peer, only the handshake's clock runs.
 */
final class DeadlineHandler extends ChannelInboundHandlerAdapter {

  private final long handshakeNanos;
  private final long frameNanos;
  private final long idleNanos;
  private final FrameDecoder decoder;
  private final BooleanSupplier busy;

  private long openedAt;
  private long readAt;
  private long frameAt;
  private boolean inFrame;
  private boolean established;
  private boolean stopped;
  private Future<?> timer;
  private long timerAt;

  /**
   * @param busy whether something that the peer has sent is not finished with yet
   */
  DeadlineHandler(ActivationSettings settings, FrameDecoder decoder, BooleanSupplier busy) {
    handshakeNanos = settings.timeouts().handshake().toNanos();
    frameNanos = settings.timeouts().frame().toNanos();
    idleNanos = settings.timeouts().idle().toNanos();
    this.decoder = decoder;
    this.busy = busy;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    openedAt = now(context);
    readAt = openedAt;
    check(context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    inFrame = false;
    context.fireChannelRead(frame);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    readAt = now(context);
    if (!decoder.unfinished()) {
      inFrame = false;
    } else if (!inFrame) {
      inFrame = true;
      frameAt = readAt;
      check(context);
    }
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == PipelineEvent.ESTABLISHED) {
      established = true;
      readAt = now(context);
      check(context);
    } else if (event == PipelineEvent.ROOM) {
      frameAt = now(context);
    } else if (event == PipelineEvent.CLOSING || event instanceof ProtocolViolation) {
      stop();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  private void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void timerFired(ChannelHandlerContext context) {
    timer = null;
    check(context);
  }

  /** Fires what has run out, or waits for what will be next. */
  private void check(ChannelHandlerContext context) {
    if (stopped) {
      return;
    }
    long now = now(context);
    if (!context.channel().config().isAutoRead() || busy.getAsBoolean()) {
      readAt = now;
    }
    if (!context.channel().config().isAutoRead()) {
      frameAt = now;
    }
    long handshakeLeft = established ? Long.MAX_VALUE : openedAt + handshakeNanos - now;
    long frameLeft = inFrame ? frameAt + frameNanos - now : Long.MAX_VALUE;
    long idleLeft = established ? readAt + idleNanos - now : Long.MAX_VALUE;
    if (handshakeLeft <= 0) {
      expired(context, ProtocolViolation.HANDSHAKE_TIMEOUT);
    } else if (frameLeft <= 0 || idleLeft <= 0) {
      expired(context, ProtocolViolation.IDLE_TIMEOUT);
    } else {
      arm(context, now, Math.min(handshakeLeft, Math.min(frameLeft, idleLeft)));
    }
  }

  private void expired(ChannelHandlerContext context, ProtocolViolation violation) {
    stop();
    context.fireUserEventTriggered(violation);
  }

  /** A timer that fires too early costs one look at the clocks; one is moved only to be earlier. */
  private void arm(ChannelHandlerContext context, long now, long left) {
    if (timer != null && timerAt - (now + left) <= 0) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    timerAt = now + left;
    timer = context.executor().schedule(() -> timerFired(context), left, TimeUnit.NANOSECONDS);
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }
}
