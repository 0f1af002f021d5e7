package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** One JSON object to a line, both ways. */
final class ClassicWire {
  private static final int MAX_TYPE = 32;
  private static final int MAX_PEM = 16_384;
  private static final int MAX_HEX = 520;

  private ClassicWire() {}

  static ObjectNode read(byte[] line) throws ClassicException {
    try {
      return Json.parse(line);
    } catch (JsonException e) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, e.getMessage());
    }
  }

  static String type(ObjectNode message) throws ClassicException {
    try {
      return Json.text(message, "type", MAX_TYPE);
    } catch (JsonException e) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, e.getMessage());
    }
  }

  static void expect(ObjectNode message, String type) throws ClassicException {
    if (!type.equals(type(message))) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, "not a " + type);
    }
  }

  /** A certificate's PEM text. */
  static byte[] certificate(ObjectNode message) throws ClassicException {
    try {
      return Json.base64UpTo(message, "cert", MAX_PEM);
    } catch (JsonException e) {
      throw new ClassicException(ClassicError.BAD_CERT, e.getMessage());
    }
  }

  static String number(ObjectNode message, String field) throws ClassicException {
    try {
      return Json.text(message, field, MAX_HEX);
    } catch (JsonException e) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, e.getMessage());
    }
  }

  static ObjectNode message(String type) {
    return Json.object().put("type", type);
  }

  static ObjectNode error(ClassicError error) {
    return message("error").put("msg", error.text()).put("code", error.code());
  }

  static void send(Connection connection, ObjectNode message) {
    // Jackson escapes control characters, so that no text can end the line.
    connection.send(message.toString().getBytes(StandardCharsets.UTF_8));
  }
}
