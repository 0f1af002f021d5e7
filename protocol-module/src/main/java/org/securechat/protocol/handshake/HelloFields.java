package org.securechat.protocol.handshake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** What the three hellos have in common (PROTOCOL.md §3.2 to §3.4). */
final class HelloFields {
  static final String PROTOCOL = "securechat/1";
  static final int RANDOM_LENGTH = 32;

  /** No group has a longer share; x25519mlkem768 has the longest. */
  static final int MAX_SHARE_LENGTH = 2048;

  private HelloFields() {}

  /** Reads the fields of a parsed hello. */
  interface Reader<T> {
    T read(ObjectNode fields) throws JsonException, ProtocolException;
  }

  static <T> T parse(Frame frame, FrameType expected, Reader<T> reader) throws ProtocolException {
    // PROTOCOL.md §13: a frame that is out of place in this state.
    if (frame.type() != expected) {
      throw new ProtocolException(
          AlertCode.UNEXPECTED_MESSAGE, frame.type() + " where " + expected + " was expected");
    }
    // PROTOCOL.md §2: a hello has at most 16 384 bytes.
    if (frame.bodyLength() > Limits.MAX_HELLO_LENGTH) {
      throw new ProtocolException(
          AlertCode.TOO_LARGE, expected + " of " + frame.bodyLength() + " bytes");
    }
    try {
      return reader.read(Json.parse(frame.body()));
    } catch (JsonException e) {
      throw new ProtocolException(AlertCode.BAD_FRAME, expected + ": " + e.getMessage(), e);
    }
  }

  static void putTexts(ObjectNode fields, String field, Collection<String> texts) {
    ArrayNode list = fields.putArray(field);
    texts.forEach(list::add);
  }

  static ProtocolException malformed(String reason) {
    return new ProtocolException(AlertCode.BAD_FRAME, reason);
  }
}
