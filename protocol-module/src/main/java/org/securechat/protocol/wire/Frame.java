package org.securechat.protocol.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * One frame: a type and a body. Immutable and safe to share between threads.
 *
 * <p>The frame owns its bytes: what goes in and what comes out is copied, except where a method
 * says otherwise.
 */
public final class Frame {
  private final FrameType type;

  /** length || type || body, the one representation all others are cut from. */
  private final byte[] encoded;

  private Frame(FrameType type, byte[] encoded) {
    this.type = type;
    this.encoded = encoded;
  }

  /**
   * A frame to be sent.
   *
   * @param body at most {@link Limits#MAX_BODY_LENGTH} bytes
   * @throws IllegalArgumentException for a longer body, which is a fault of the caller
   */
  public static Frame of(FrameType type, byte[] body) {
    Objects.requireNonNull(type, "type");
    if (body.length > Limits.MAX_BODY_LENGTH) {
      throw new IllegalArgumentException("a body of " + body.length + " bytes fits no frame");
    }
    ByteBuffer buffer = ByteBuffer.allocate(Limits.HEADER_LENGTH + 1 + body.length);
    buffer.putInt(1 + body.length).put((byte) type.code()).put(body);
    return new Frame(type, buffer.array());
  }

  /**
   * A frame that was received.
   *
   * @param payload type || body, what follows the length on the wire
   * @throws ProtocolException {@code too_large} above {@link Limits#MAX_FRAME_LENGTH}, {@code
   *     bad_frame} for an empty payload or an unknown type
   */
  public static Frame parse(byte[] payload) throws ProtocolException {
    checkLength(payload.length);
    FrameType type = FrameType.of(payload[0] & 0xff);
    ByteBuffer buffer = ByteBuffer.allocate(Limits.HEADER_LENGTH + payload.length);
    buffer.putInt(payload.length).put(payload);
    return new Frame(type, buffer.array());
  }

  /**
   * Judges the length field of a frame. PROTOCOL.md §2: before memory is reserved for it.
   *
   * @param length the field, as an unsigned number
   * @throws ProtocolException {@code bad_frame} for 0, {@code too_large} above {@link
   *     Limits#MAX_FRAME_LENGTH}
   */
  static void checkLength(long length) throws ProtocolException {
    if (length < 1) {
      throw new ProtocolException(AlertCode.BAD_FRAME, "a frame of no bytes");
    }
    if (length > Limits.MAX_FRAME_LENGTH) {
      throw new ProtocolException(AlertCode.TOO_LARGE, "a frame of " + length + " bytes");
    }
  }

  /** The type. */
  public FrameType type() {
    return type;
  }

  /** The body, without length and type. */
  public byte[] body() {
    return Arrays.copyOfRange(encoded, Limits.HEADER_LENGTH + 1, encoded.length);
  }

  /** The number of bytes of the body. */
  public int bodyLength() {
    return encoded.length - Limits.HEADER_LENGTH - 1;
  }

  /** type || body: what a transport that adds the length itself is given. */
  public byte[] payload() {
    return Arrays.copyOfRange(encoded, Limits.HEADER_LENGTH, encoded.length);
  }

  /** length || type || body: the frame as it stands on the wire. */
  public byte[] encoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame frame && Arrays.equals(encoded, frame.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return type + "[" + bodyLength() + " bytes]";
  }
}
