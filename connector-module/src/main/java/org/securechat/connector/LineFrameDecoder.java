package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Frames that end with a line feed, which is not part of the payload; neither is a carriage return
 * in front of it. A line is given up as soon as it is longer than the limit, however it goes on.
 */
final class LineFrameDecoder extends FrameDecoder {

  static final byte LINE_FEED = '\n';
  private static final byte CARRIAGE_RETURN = '\r';

  private final int limit;

  /** How much of an unfinished line holds no line feed: it is not looked at again. */
  private int searched;

  LineFrameDecoder(int limit, BooleanSupplier room) {
    super(room);
    this.limit = limit;
  }

  @Override
  byte[] next(ByteBuf in) throws FramingException {
    int from = in.readerIndex() + searched;
    int end = in.indexOf(from, in.writerIndex(), LINE_FEED);
    int length = (end < 0 ? in.writerIndex() : end) - in.readerIndex();
    // One more than the limit may still turn out to be a carriage return.
    if (length > limit + 1) {
      throw new FramingException(ProtocolViolation.FRAME_TOO_LARGE);
    }
    if (end < 0) {
      searched = length;
      return null;
    }
    searched = 0;
    int payloadLength = length > 0 && in.getByte(end - 1) == CARRIAGE_RETURN ? length - 1 : length;
    if (payloadLength > limit) {
      throw new FramingException(ProtocolViolation.FRAME_TOO_LARGE);
    }
    if (payloadLength == 0) {
      throw new FramingException(ProtocolViolation.EMPTY_FRAME);
    }
    byte[] payload = new byte[payloadLength];
    in.readBytes(payload).skipBytes(length - payloadLength + 1);
    return payload;
  }
}
