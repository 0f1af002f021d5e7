package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.connector.proxy.ProxyHeader;
import org.securechat.connector.proxy.ProxyHeaderException;
import org.securechat.connector.proxy.ProxyHeaderParser;

/**
 * The first handler of a connection that comes from a balancer: reads who is behind it, and lays
 * the rest of the pipeline for that address. Until then the connection has no mailbox and the
 * endpoint knows nothing of it.
 *
 * <p>A balancer also connects to see whether the server lives, and says so ({@code LOCAL}) or says
 * nothing at all and leaves. Neither is a client or a fault: such a connection is closed without a
 * word, unless a frame follows.
 */
final class ProxyHeaderHandler extends ByteToMessageDecoder {

  /** Lays the pipeline of a connection whose peer is known. */
  interface Admission {

    /** Adds the handlers behind those that are there; or one that refuses, at a limit. */
    void admit(Channel channel, InetSocketAddress peer);
  }

  private final long limitNanos;
  private final Admission admission;

  /** It is their operator's mistake, and affects all who come through the balancer. */
  private final OncePerSecond faults;

  private ProxyHeader header;
  private boolean begun;
  private boolean done;
  private Future<?> timer;

  ProxyHeaderHandler(
      ActivationSettings.Proxies proxies, Admission admission, OncePerSecond faults) {
    limitNanos = proxies.headerTimeout().toNanos();
    this.admission = admission;
    this.faults = faults;
  }

  /** Not passed on before the peer is known: it would open the connection. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    timer = context.executor().schedule(() -> expired(context), limitNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (done) {
      in.skipBytes(in.readableBytes());
      return;
    }
    begun = true;
    try {
      if (header == null) {
        header = ProxyHeaderParser.next(in);
      }
    } catch (ProxyHeaderException e) {
      in.skipBytes(in.readableBytes());
      fail(context, e.violation());
      return;
    }
    switch (header) {
      case null -> {}
      case ProxyHeader.Forwarded forwarded -> admit(context, forwarded.source());
      case ProxyHeader.Unknown _ -> {
        if (in.isReadable()) {
          admit(context, itself(context));
        }
      }
    }
  }

  /** An end within the header is told as such, by the event that comes before it. */
  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {}

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent && !done) {
      if (begun && header == null) {
        fail(context, ProtocolViolation.PROXY_HEADER_MALFORMED);
      } else {
        end(context);
      }
    }
    super.userEventTriggered(context, event);
  }

  private void expired(ChannelHandlerContext context) {
    if (header == null) {
      fail(context, ProtocolViolation.PROXY_HEADER_TIMEOUT);
    } else {
      end(context);
    }
  }

  private void fail(ChannelHandlerContext context, ProtocolViolation violation) {
    faults.add(
        context.executor(), count -> ConnectorLog.proxyFaults(count, itself(context), violation));
    lay(context, itself(context));
    context.fireUserEventTriggered(violation);
    context.pipeline().remove(this);
  }

  private void admit(ChannelHandlerContext context, InetSocketAddress peer) {
    lay(context, peer);
    // What arrived behind the header goes to the next handler now.
    context.pipeline().remove(this);
  }

  private void lay(ChannelHandlerContext context, InetSocketAddress peer) {
    stop();
    admission.admit(context.channel(), peer);
    context.fireChannelActive();
  }

  private void end(ChannelHandlerContext context) {
    stop();
    var _ = context.close();
  }

  private void stop() {
    done = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static InetSocketAddress itself(ChannelHandlerContext context) {
    return (InetSocketAddress) context.channel().remoteAddress();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    stop();
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end(context); // The balancer has reset the connection.
  }
}
