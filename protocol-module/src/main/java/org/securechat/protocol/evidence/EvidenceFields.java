package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/** Fields that payloads and receipts have in common. */
final class EvidenceFields {
  private EvidenceFields() {}

  static void type(JsonNode json, String expected) throws JsonException {
    if (!expected.equals(Json.text(json, "type", 64))) {
      throw new JsonException("type is not " + expected);
    }
  }

  static String hex(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, Digests.HEX_LENGTH);
    return insist(Digests.isHex(text), text, field + " is not 64 hexadecimal digits");
  }

  static String room(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, Names.MAX_ROOM_LENGTH);
    return insist(Names.isRoom(text), text, field + " is not a room name");
  }

  static String name(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, Names.MAX_USERNAME);
    return insist(Names.isUsername(text), text, field + " is not a name");
  }

  static String nameOrServer(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, Names.MAX_USERNAME);
    return insist(
        Names.isUsername(text) || TranscriptLine.SERVER.equals(text),
        text,
        field + " is not a name");
  }

  static String timestamp(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, Timestamps.LENGTH);
    return insist(Timestamps.isTimestamp(text), text, field + " is not a timestamp");
  }

  static String salt(JsonNode json, String field) throws JsonException {
    return Json.base64(Json.base64(json, field, Salts.LENGTH));
  }

  static String insist(boolean holds, String value, String fault) throws JsonException {
    if (!holds) {
      throw new JsonException(fault);
    }
    return value;
  }
}
