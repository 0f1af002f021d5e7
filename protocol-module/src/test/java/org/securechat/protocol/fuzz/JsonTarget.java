package org.securechat.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RequestCodec;
import org.securechat.protocol.application.RequestException;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/** A document, a request and a server's message (PROTOCOL.md §1, §7). */
public final class JsonTarget {
  private JsonTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    document(data);
    request(data);
    message(data);
  }

  private static void document(byte[] data) {
    ObjectNode read;
    try {
      read = Json.parse(data);
    } catch (JsonException e) {
      return;
    }
    byte[] written = Json.write(read);
    if (hasWholeNumbers(read) && written.length <= Json.MAX_LENGTH) {
      try {
        Broken.unless(Json.parse(written).equals(read));
      } catch (JsonException e) {
        throw Broken.by(e);
      }
    }
  }

  /** The protocol has no other numbers; in fields that it does not know, others become doubles. */
  private static boolean hasWholeNumbers(JsonNode node) {
    return !node.isFloatingPointNumber()
        && node.valueStream().allMatch(JsonTarget::hasWholeNumbers);
  }

  private static void request(byte[] data) {
    Request read;
    try {
      read = RequestCodec.read(data);
    } catch (RequestException e) {
      return;
    }
    byte[] written = RequestCodec.write(read);
    try {
      Broken.unless(Arrays.equals(RequestCodec.write(RequestCodec.read(written)), written));
    } catch (RequestException e) {
      throw Broken.by(e);
    }
  }

  private static void message(byte[] data) {
    ServerMessage read;
    try {
      read = ServerMessageCodec.read(data);
    } catch (JsonException e) {
      return;
    }
    byte[] written = ServerMessageCodec.write(read);
    try {
      Broken.unless(
          Arrays.equals(ServerMessageCodec.write(ServerMessageCodec.read(written)), written));
    } catch (JsonException e) {
      throw Broken.by(e);
    }
  }
}
