package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Admits new connections. A connection over a limit gets no mailbox, no deadlines and no endpoint
 * call, or the limit would protect nothing: it is sent the activation's {@code refusal} and closed.
 * Only {@value #MAX_ANSWERED} are answered at a time, each for a second at most; any others are
 * closed without an answer. The log tells how many there were, at most once a second.
 */
final class AdmissionHandler extends ChannelInboundHandlerAdapter {

  /** Refused connections that are open at a time, to be told why. */
  static final int MAX_ANSWERED = 64;

  private final ConnectionLimits limits;
  private final byte[] refusal;
  private long refused;
  private int answered;

  /** All calls come on the one event loop that accepts. */
  AdmissionHandler(ConnectionLimits limits, byte[] refusal) {
    this.limits = limits;
    this.refusal = refusal;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel child = (Channel) accepted;
    InetSocketAddress peer = (InetSocketAddress) child.remoteAddress();
    if (peer == null) {
      child.unsafe().closeForcibly(); // It has gone again already.
      return;
    }
    InetAddress address = peer.getAddress();
    if (limits.enter(address)) {
      child.closeFuture().addListener(closed -> limits.leave(address));
      context.fireChannelRead(child);
    } else {
      refuse(context, child);
      refused(context);
    }
  }

  private void refuse(ChannelHandlerContext context, Channel child) {
    if (refusal.length == 0 || answered >= MAX_ANSWERED) {
      child.unsafe().closeForcibly();
      return;
    }
    answered++;
    child.closeFuture().addListener(closed -> answered--);
    child.pipeline().addLast("refusal", new RefusalHandler(refusal));
    context
        .channel()
        .eventLoop()
        .register(child)
        .addListener(registered -> {
          if (!registered.isSuccess()) {
            child.unsafe().closeForcibly();
          }
        });
  }

  private void refused(ChannelHandlerContext context) {
    if (refused++ == 0) {
      var _ = context.executor().schedule(this::report, 1, TimeUnit.SECONDS);
    }
  }

  private void report() {
    ConnectorLog.connectionsRejected(refused);
    refused = 0;
  }
}
