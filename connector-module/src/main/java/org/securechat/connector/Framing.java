package org.securechat.connector;

import io.netty.buffer.ByteBuf;
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
    int encodedLength(byte[] payload) {
      return LengthFrameDecoder.HEADER_LENGTH + payload.length;
    }

    @Override
    void encode(byte[] payload, ByteBuf out) {
      out.writeInt(payload.length).writeBytes(payload);
    }
  },

  /** A payload, then a line feed; the payload holds none. */
  LINE {
    @Override
    FrameDecoder decoder(int frameLimit, BooleanSupplier room) {
      return new LineFrameDecoder(frameLimit, room);
    }

    @Override
    int encodedLength(byte[] payload) {
      return payload.length + 1;
    }

    @Override
    void encode(byte[] payload, ByteBuf out) {
      out.writeBytes(payload).writeByte(LineFrameDecoder.LINE_FEED);
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

  abstract int encodedLength(byte[] payload);

  abstract void encode(byte[] payload, ByteBuf out);
}
