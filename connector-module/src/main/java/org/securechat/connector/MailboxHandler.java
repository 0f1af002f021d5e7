package org.securechat.connector;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * The end of the pipeline: puts what happens into the connection's mailbox, stops reading while
 * that is full, and sees a closing connection off.
 *
 * <p>Closing takes its time, for a socket that is closed with unread bytes resets the connection,
 * and the closing messages may be lost with it. So: write everything, shut down our side, throw
 * away what still comes until the peer closes too; all that within the close timeout.
 */
final class MailboxHandler extends ChannelInboundHandlerAdapter {

  private final PeerConnection connection;
  private final long closeNanos;
  private final Counters counters;
  private boolean reading = true;
  private boolean inputEnded;
  private boolean flushed;
  private Future<?> closeTimer;

  MailboxHandler(PeerConnection connection, ActivationSettings settings, Counters counters) {
    this.connection = connection;
    this.counters = counters;
    closeNanos = settings.timeouts().close().toNanos();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    connection.arrived((byte[]) frame);
    if (!connection.hasRoom()) {
      context.channel().config().setAutoRead(false);
      if (connection.isEstablished()) { // Before, one frame fills it, and that is no news.
        counters.mailboxFilled();
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    // Nothing behind this handler needs to know.
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    switch (event) {
      case ProtocolViolation violation -> {
        stopReading(context);
        connection.violated(violation);
      }
      case ChannelInputShutdownEvent _ -> inputEnded(context);
      case PipelineEvent ours -> react(context, ours);
      default -> {} // Of no handler of this pipeline.
    }
  }

  private void react(ChannelHandlerContext context, PipelineEvent event) {
    switch (event) {
      case ESTABLISHED -> {} // Concerns the deadlines only.
      case ROOM -> {
        if (reading && connection.hasRoom()) {
          context.channel().config().setAutoRead(true);
        }
      }
      case PAUSED -> stopReading(context);
      case CLOSING -> startCloseTimer(context, connection::abort);
      case FLUSHED -> flushed(context);
    }
  }

  private void stopReading(ChannelHandlerContext context) {
    reading = false;
    context.channel().config().setAutoRead(false);
  }

  private void inputEnded(ChannelHandlerContext context) {
    inputEnded = true;
    if (flushed) {
      var _ = context.close();
    } else {
      connection.inputEnded();
      // Answers are still waited for, but not for ever.
      startCloseTimer(context, connection::close);
    }
  }

  /** Everything has been written: say so, and wait for the peer to do the same. */
  private void flushed(ChannelHandlerContext context) {
    flushed = true;
    if (!inputEnded && context.channel() instanceof DuplexChannel channel) {
      var _ = channel.shutdownOutput();
      channel.config().setAutoRead(true);
    } else {
      var _ = context.close();
    }
  }

  private void startCloseTimer(ChannelHandlerContext context, Runnable action) {
    stopCloseTimer();
    closeTimer = context.executor().schedule(action, closeNanos, TimeUnit.NANOSECONDS);
  }

  private void stopCloseTimer() {
    if (closeTimer != null) {
      closeTimer.cancel(false);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      connection.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopCloseTimer();
    connection.channelClosed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      var _ = context.close(); // The peer has reset the connection.
    } else {
      ConnectorLog.pipelineFailed(connection.id(), cause);
      connection.violated(ProtocolViolation.INTERNAL);
    }
  }
}
