package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.regex.Pattern;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;
import org.securechat.protocol.name.RoomIds;

/** Fields that payloads and receipts have in common. */
final class EvidenceFields {
  private static final int MAX_SERVER_LENGTH = 253;
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._:\\[\\]-]+");

  private EvidenceFields() {}

  static String server(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, MAX_SERVER_LENGTH);
    return insist(SERVER.matcher(text).matches(), text, field + " is not a host name");
  }

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

  static UUID roomId(JsonNode json, String field) throws JsonException {
    String text = Json.text(json, field, RoomIds.LENGTH);
    return UUID.fromString(insist(RoomIds.isRoomId(text), text, field + " is not a UUID"));
  }

  /** The audit log's name and id go together, so that neither can pass for a room's. */
  static String roomOrAudit(JsonNode json, String field, UUID roomId) throws JsonException {
    if (!AuditPayload.ROOM_ID.equals(roomId)) {
      return room(json, field);
    }
    String text = Json.text(json, field, Names.MAX_ROOM_LENGTH);
    return insist(AuditPayload.ROOM.equals(text), text, field + " is not the audit log");
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
