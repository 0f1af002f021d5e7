package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Frames with their length in front.
 *
 * <pre>
 *   +--------+--------+--------+--------+------- - - -------+
 *   | length: uint32, big-endian, 1..limit | payload          |
 *   +--------+--------+--------+--------+------- - - -------+
 * </pre>
 *
 * The length is checked as soon as its four bytes are there, before anything is allocated for it.
 */
final class LengthFrameDecoder extends FrameDecoder {

  static final int HEADER_LENGTH = Integer.BYTES;

  private final int limit;

  LengthFrameDecoder(int limit, BooleanSupplier room) {
    super(room);
    this.limit = limit;
  }

  @Override
  byte[] next(ByteBuf in) throws FramingException {
    if (in.readableBytes() < HEADER_LENGTH) {
      return null;
    }
    long length = in.getUnsignedInt(in.readerIndex());
    if (length == 0) {
      throw new FramingException(ProtocolViolation.EMPTY_FRAME);
    }
    if (length > limit) {
      throw new FramingException(ProtocolViolation.FRAME_TOO_LARGE);
    }
    if (in.readableBytes() < HEADER_LENGTH + length) {
      return null;
    }
    byte[] payload = new byte[(int) length];
    in.skipBytes(HEADER_LENGTH).readBytes(payload);
    return payload;
  }
}
