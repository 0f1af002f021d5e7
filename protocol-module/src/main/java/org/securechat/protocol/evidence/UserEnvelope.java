package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The fields that every payload of a user begins with (PROTOCOL.md §8.1), whatever its kind:
 *
 * <pre>
 * {"type":"securechat/KIND/N","session":"…","room":"…","room_id":"…","sender":"…","seq":n,
 *  "after":{"position":n,"chain":"…"},"sent_at":"…","salt":"…", …}
 * </pre>
 *
 * @param channelBinding the channel binding, 64 hexadecimal digits
 * @param room the room's name; for a direct message that of the direct room
 * @param roomId the room's id, which no other room ever has
 * @param sender the user name
 * @param seq 1 for the first message of a session, one more for each that follows
 * @param after under which history it was said
 * @param sentAt the sender's clock, as {@link Timestamps} writes it
 * @param salt canonical base64 of 16 random bytes
 */
public record UserEnvelope(
    Kind kind,
    String channelBinding,
    String room,
    UUID roomId,
    String sender,
    long seq,
    After after,
    String sentAt,
    String salt) {

  /** The names of the fields, in their order. */
  static final List<String> FIELDS =
      List.of("type", "session", "room", "room_id", "sender", "seq", "after", "sent_at", "salt");

  private static final long MAX_SEQ = (1L << 53) - 1;

  static UserEnvelope read(ObjectNode json) throws JsonException {
    return new UserEnvelope(
        Kind.ofType(Json.text(json, "type", Kind.MAX_TYPE)),
        EvidenceFields.hex(json, "session"),
        EvidenceFields.room(json, "room"),
        EvidenceFields.roomId(json, "room_id"),
        EvidenceFields.name(json, "sender"),
        Json.number(json, "seq", 1, MAX_SEQ),
        After.read(json, "after"),
        EvidenceFields.timestamp(json, "sent_at"),
        EvidenceFields.salt(json, "salt"));
  }

  CanonicalJson write() {
    CanonicalJson json =
        new CanonicalJson()
            .text("type", kind.type())
            .text("session", channelBinding)
            .text("room", room)
            .text("room_id", roomId.toString())
            .text("sender", sender)
            .number("seq", seq);
    after.write(json, "after");
    return json.text("sent_at", sentAt).text("salt", salt);
  }
}
