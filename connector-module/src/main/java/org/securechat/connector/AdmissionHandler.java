package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import org.securechat.connector.address.IpNetworks;

/**
 * Admits new connections. A connection over a limit gets no mailbox, no deadlines and no endpoint
 * call, or the limit would protect nothing: it is sent the activation's {@code refusal} and closed.
 * Only {@value #MAX_ANSWERED} are answered at a time, each for a second at most; any others are
 * closed without an answer.
 *
 * <p>Where a balancer's connection comes from is not known before its header is read, so it only
 * gets a place here; {@link ConnectionInitializer} sees to the rest.
 */
final class AdmissionHandler extends ChannelInboundHandlerAdapter {

  /** Refused connections that are open at a time, to be told why. */
  static final int MAX_ANSWERED = 64;

  /** The place of a connection whose peer is still to be read from its header. */
  static final AttributeKey<ConnectionLimits.Place> PLACE =
      AttributeKey.valueOf(AdmissionHandler.class, "place");

  private final ConnectionLimits limits;
  private final IpNetworks balancers;
  private final byte[] refusal;
  private final OncePerSecond rejections;
  private int answered;

  /** All calls come on the one event loop that accepts. */
  AdmissionHandler(ActivationSettings settings, ConnectionLimits limits, OncePerSecond rejections) {
    this.limits = limits;
    this.rejections = rejections;
    balancers = settings.proxies().networks();
    refusal = settings.refusal();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel child = (Channel) accepted;
    InetSocketAddress peer = (InetSocketAddress) child.remoteAddress();
    if (peer == null) {
      child.unsafe().closeForcibly(); // It has gone again already.
      return;
    }
    boolean ofBalancer = balancers.contains(peer.getAddress());
    ConnectionLimits.Place place =
        ofBalancer ? limits.enterUnknown() : limits.enter(peer.getAddress());
    if (place == null) {
      refuse(context, child);
      rejections.add(context.executor(), ConnectorLog::connectionsRejected);
      return;
    }
    child.closeFuture().addListener(closed -> place.leave());
    if (ofBalancer) {
      child.attr(PLACE).set(place);
    }
    context.fireChannelRead(child);
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
}
