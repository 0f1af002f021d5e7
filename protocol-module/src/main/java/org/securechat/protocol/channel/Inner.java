package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import org.securechat.protocol.crypto.CipherSuite;

/**
 * The inside of a record before it is sealed: content, length, data and padding (PROTOCOL.md §4). A
 * message to many peers is made into one of these once, and sealed for each. Immutable.
 */
public final class Inner {
  private final byte[] bytes;

  private Inner(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * An application message.
   *
   * @param data at most {@link SecureChannel#MAX_DATA} bytes
   * @throws IllegalArgumentException for more, which is a fault of the caller
   */
  public static Inner application(byte[] data) {
    return of(Content.APPLICATION, data);
  }

  static Inner of(Content content, byte[] data) {
    if (data.length > Buckets.MAX_DATA) {
      throw new IllegalArgumentException(data.length + " bytes fit no record");
    }
    byte[] bytes = new byte[Buckets.of(data.length)];
    ByteBuffer.wrap(bytes).put((byte) content.code()).putInt(data.length).put(data);
    return new Inner(bytes);
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** The bytes of the frame's body that this is sealed into. */
  int bodyLength() {
    return bytes.length + CipherSuite.TAG_LENGTH;
  }

  @Override
  public String toString() {
    return "Inner[" + bytes.length + " bytes]";
  }
}
