package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Turns bytes into payloads ({@code byte[]}), as many as there is room for: what does not fit stays
 * undecoded until {@link PipelineEvent#ROOM}. A broken rule is fired as a {@link ProtocolViolation}
 * user event, once; everything after it is thrown away. Confined to the event loop.
 */
abstract class FrameDecoder extends ByteToMessageDecoder {

  private final BooleanSupplier room;
  private boolean discarding;
  private boolean endOfInput;

  FrameDecoder(BooleanSupplier room) {
    this.room = room;
  }

  /**
   * Takes the next payload out of {@code in}.
   *
   * @return null, with nothing consumed, if the frame is not complete yet
   * @throws FramingException if it never will be one
   */
  abstract byte[] next(ByteBuf in) throws FramingException;

  /** Whether bytes have arrived that no complete frame has consumed yet. */
  final boolean unfinished() {
    return !discarding && internalBuffer().isReadable();
  }

  /** How many bytes the undecoded part occupies. */
  final int capacity() {
    return internalBuffer().capacity();
  }

  @Override
  protected final void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (discarding) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (!room.getAsBoolean() && !endOfInput) {
      return;
    }
    try {
      byte[] payload = next(in);
      if (payload != null) {
        out.add(payload);
      }
    } catch (FramingException e) {
      violated(context, e.violation());
    }
  }

  @Override
  protected final void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    // A connection that was reset or that we closed ourselves is not the peer's truncation.
    if (endOfInput && in.isReadable() && !discarding) {
      violated(context, ProtocolViolation.TRUNCATED);
    }
  }

  private void violated(ChannelHandlerContext context, ProtocolViolation violation) {
    discarding = true;
    context.fireUserEventTriggered(violation);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      endOfInput = true;
    } else if (event == PipelineEvent.CLOSING || event instanceof ProtocolViolation) {
      discarding = true;
    } else if (event == PipelineEvent.ROOM) {
      channelRead(context, Unpooled.EMPTY_BUFFER); // Decodes what was left.
      context.fireChannelReadComplete();
    }
    super.userEventTriggered(context, event);
  }

  /** Unlike the inherited method, never reads on its own account while reading is switched off. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    discardSomeReadBytes();
    context.fireChannelReadComplete();
  }
}
