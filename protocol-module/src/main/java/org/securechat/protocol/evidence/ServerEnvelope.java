package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The fields that every payload of the server begins with (PROTOCOL.md §9.3), whatever its kind:
 *
 * <pre>
 * {"type":"securechat/KIND/N","room":"…","room_id":"…","at":"…","salt":"…", …}
 * </pre>
 *
 * @param room the room's name, or {@link AuditPayload#ROOM}
 * @param roomId the room's id, or {@link AuditPayload#ROOM_ID}
 * @param at when, by the server's clock, as {@link Timestamps} writes it
 * @param salt canonical base64 of 16 random bytes
 */
public record ServerEnvelope(Kind kind, String room, UUID roomId, String at, String salt) {

  /** The names of the fields, in their order. */
  static final List<String> FIELDS = List.of("type", "room", "room_id", "at", "salt");

  /** With a fresh salt. */
  static ServerEnvelope create(Kind kind, String room, UUID roomId, Instant at) {
    return new ServerEnvelope(kind, room, roomId, Timestamps.format(at), Salts.random());
  }

  static ServerEnvelope read(ObjectNode json) throws JsonException {
    UUID roomId = EvidenceFields.roomId(json, "room_id");
    return new ServerEnvelope(
        Kind.ofType(Json.text(json, "type", Kind.MAX_TYPE)),
        EvidenceFields.roomOrAudit(json, "room", roomId),
        roomId,
        EvidenceFields.timestamp(json, "at"),
        EvidenceFields.salt(json, "salt"));
  }

  /** As {@link #read}, for one kind alone. */
  static ServerEnvelope read(ObjectNode json, Kind kind) throws JsonException {
    EvidenceFields.type(json, kind.type());
    return read(json);
  }

  CanonicalJson write() {
    return new CanonicalJson()
        .text("type", kind.type())
        .text("room", room)
        .text("room_id", roomId.toString())
        .text("at", at)
        .text("salt", salt);
  }
}
