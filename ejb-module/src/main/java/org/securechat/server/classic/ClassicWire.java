package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** One JSON object to a line, both ways. */
final class ClassicWire {
  private static final int MAX_TYPE = 32;
  private static final int MAX_PEM = 16_384;
  private static final int MAX_HEX = 520;

  private ClassicWire() {}

  /** Something that is read from JSON. */
  interface Reading<T> {
    T read() throws JsonException;
  }

  /** Reads, and refuses what cannot be read with that error. */
  static <T> T reading(ClassicError error, Reading<T> reading) throws ClassicException {
    try {
      return reading.read();
    } catch (JsonException e) {
      throw new ClassicException(error, e.getMessage());
    }
  }

  static ObjectNode read(byte[] line) throws ClassicException {
    return reading(ClassicError.BAD_MESSAGE, () -> Json.parse(line));
  }

  static String type(ObjectNode message) throws ClassicException {
    return reading(ClassicError.BAD_MESSAGE, () -> Json.text(message, "type", MAX_TYPE));
  }

  /** Whether it says that it is of this type; false if it says nothing. */
  static boolean isOf(ObjectNode message, String type) {
    return type.equals(message.path("type").textValue());
  }

  static void expect(ObjectNode message, String type) throws ClassicException {
    if (!type.equals(type(message))) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, "not a " + type);
    }
  }

  /** A certificate's PEM text. */
  static byte[] certificate(ObjectNode message) throws ClassicException {
    return reading(ClassicError.BAD_CERT, () -> Json.base64UpTo(message, "cert", MAX_PEM));
  }

  /** SHA-256 of the certificate in a line that was refused; empty if there is none in it. */
  static Optional<String> shown(byte[] line) {
    try {
      X509Certificate certificate = ClassicCertificate.parse(certificate(read(line)));
      return Optional.of(Digests.sha256Hex(certificate.getEncoded()));
    } catch (ClassicException | CertificateEncodingException e) {
      return Optional.empty();
    }
  }

  static String number(ObjectNode message, String field) throws ClassicException {
    return reading(ClassicError.BAD_MESSAGE, () -> Json.text(message, field, MAX_HEX));
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
