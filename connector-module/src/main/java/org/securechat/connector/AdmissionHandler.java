package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Admits new connections. A connection over a limit is closed at once and without an answer: it
 * gets no pipeline, no memory and no endpoint call, or the limit would protect nothing. The log
 * tells how many there were, at most once a second.
 */
final class AdmissionHandler extends ChannelInboundHandlerAdapter {

  private final ConnectionLimits limits;
  private long refused;

  AdmissionHandler(ConnectionLimits limits) {
    this.limits = limits;
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
      child.unsafe().closeForcibly();
      refused(context);
    }
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
