package org.securechat.connector;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Tells a refused connection why. It drops what arrives until the peer has closed, a second at
 * most: a socket that is closed with unread bytes is reset, and the peer may lose the answer.
 */
final class RefusalHandler extends ChannelInboundHandlerAdapter {

  private static final long LINGER_SECONDS = 1;

  private final byte[] refusal;

  RefusalHandler(byte[] refusal) {
    this.refusal = refusal;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    var _ =
        context
            .writeAndFlush(Unpooled.wrappedBuffer(refusal))
            .addListener(written -> {
              if (written.isSuccess()) {
                var _ = ((SocketChannel) context.channel()).shutdownOutput();
              } else {
                close(context);
              }
            });
    var _ = context.executor().schedule(() -> close(context), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close(context); // The peer has gone: that is all that can happen here.
  }

  private static void close(ChannelHandlerContext context) {
    var _ = context.close();
  }
}
