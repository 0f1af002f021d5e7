package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How frames are told apart on the wire. Another framing is one more constant here and one more
 * {@link FrameDecoder}; nothing else knows.
 */
enum Framing {
  /** A 32-bit big-endian length, then as many bytes of payload. */
  LENGTH {
    @Override
    FrameDecoder decoder(int frameLimit, BooleanSupplier room) {
      return new LengthFrameDecoder(frameLimit, room);
    }

    @Override
    int encodedLength(int payload) {
      return LengthFrameDecoder.HEADER_LENGTH + payload;
    }

    @Override
    ByteBuffer frame(int payload, ByteBuf out) {
      return room(payload, out.writeInt(payload));
    }
  },

  /** A payload, then a line feed; the payload holds none. */
  LINE {
    @Override
    FrameDecoder decoder(int frameLimit, BooleanSupplier room) {
      return new LineFrameDecoder(frameLimit, room);
    }

    @Override
    int encodedLength(int payload) {
      return payload + 1;
    }

    @Override
    ByteBuffer frame(int payload, ByteBuf out) {
      out.ensureWritable(encodedLength(payload));
      ByteBuffer room = room(payload, out);
      out.writeByte(LineFrameDecoder.LINE_FEED);
      return room;
    }
  };

  /** No framing adds more bytes than this to a payload. */
  static final int MAX_OVERHEAD = 4;

  static Optional<Framing> of(String name) {
    for (Framing framing : values()) {
      if (framing.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(framing);
      }
    }
    return Optional.empty();
  }

  /** A new decoder for one connection; it waits while {@code room} says no. */
  abstract FrameDecoder decoder(int frameLimit, BooleanSupplier room);

  /** The bytes of a frame with a payload of so many. */
  abstract int encodedLength(int payload);

  /** Writes a frame around a payload of so many bytes, and gives the room for it. */
  abstract ByteBuffer frame(int payload, ByteBuf out);

  private static ByteBuffer room(int payload, ByteBuf out) {
    out.ensureWritable(payload);
    ByteBuffer room =
        ByteBuffer.wrap(out.array(), out.arrayOffset() + out.writerIndex(), payload).slice();
    out.writerIndex(out.writerIndex() + payload);
    return room;
  }
}
