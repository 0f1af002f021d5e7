package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** What was in a record: content and data, without padding. Immutable. */
public final class Message {
  static final int HEADER_LENGTH = 5;

  private final Content content;
  private final byte[] data;

  /** Takes the array over: the caller must not use it any more. */
  public Message(Content content, byte[] data) {
    this.content = content;
    this.data = data;
  }

  /** The kind. */
  public Content content() {
    return content;
  }

  /** The data; not copied. */
  public byte[] data() {
    return data;
  }

  /**
   * The data of a message that has to be of a kind.
   *
   * @throws ProtocolException {@code unexpected_message} if it is of another
   */
  public byte[] require(Content expected) throws ProtocolException {
    if (content != expected) {
      throw new ProtocolException(
          AlertCode.UNEXPECTED_MESSAGE, content + " where " + expected + " was expected");
    }
    return data;
  }

  /**
   * What goes into the transcript for a handshake message (PROTOCOL.md §3.7): content || length ||
   * data.
   */
  public byte[] transcriptBytes() {
    return ByteBuffer.allocate(HEADER_LENGTH + data.length)
        .put((byte) content.code())
        .putInt(data.length)
        .put(data)
        .array();
  }

  @Override
  public String toString() {
    return content + "[" + data.length + " bytes]";
  }
}
