package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What a user signs with each message (PROTOCOL.md §8):
 *
 * <pre>
 * {"type":"securechat/message/1","session":"…","room":"…","sender":"…","seq":n,"sent_at":"…",
 *  "salt":"…","text":"…"}
 * </pre>
 *
 * <p>Fields in this order, no white space, strings escaped as RFC 8785 has it: one text for one
 * value. The session is the channel binding, so the message proves in which session it was sent.
 *
 * @param channelBinding the channel binding, 64 hexadecimal digits
 * @param room the room's name; for a direct message that of the direct room
 * @param sender the user name
 * @param seq 1 for the first message of a session, one more for each that follows
 * @param sentAt the sender's clock, as {@link Timestamps} writes it
 * @param salt canonical base64 of 16 random bytes
 * @param text the message itself; not empty
 */
public record MessagePayload(
    String channelBinding,
    String room,
    String sender,
    long seq,
    String sentAt,
    String salt,
    String text) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/message/1";

  private static final long MAX_SEQ = (1L << 53) - 1;

  /** With a fresh salt. */
  public static MessagePayload create(
      String channelBinding, String room, String sender, long seq, Instant sentAt, String text) {
    return new MessagePayload(
        channelBinding, room, sender, seq, Timestamps.format(sentAt), Salts.random(), text);
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form, or the result is longer than
   *     {@link SignedMessage#MAX_PAYLOAD}
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, MessagePayload::parse);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static MessagePayload parse(byte[] payload) throws EvidenceException {
    if (payload.length > SignedMessage.MAX_PAYLOAD) {
      throw new EvidenceException("payload is too long");
    }
    try {
      ObjectNode json = Json.parse(payload);
      EvidenceFields.type(json, TYPE);
      MessagePayload message =
          new MessagePayload(
              EvidenceFields.hex(json, "session"),
              EvidenceFields.room(json, "room"),
              EvidenceFields.name(json, "sender"),
              Json.number(json, "seq", 1, MAX_SEQ),
              EvidenceFields.timestamp(json, "sent_at"),
              EvidenceFields.salt(json, "salt"),
              Json.text(json, "text", SignedMessage.MAX_PAYLOAD));
      if (message.text.isEmpty()) {
        throw new EvidenceException("text is empty");
      }
      CanonicalJson.insist(payload, message.canonical());
      return message;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private byte[] canonical() {
    return new CanonicalJson()
        .text("type", TYPE)
        .text("session", channelBinding)
        .text("room", room)
        .text("sender", sender)
        .number("seq", seq)
        .text("sent_at", sentAt)
        .text("salt", salt)
        .text("text", text)
        .bytes();
  }

  /** Without the text, which belongs in no log. */
  @Override
  public String toString() {
    return "MessagePayload[" + sender + " in " + room + ", seq " + seq + "]";
  }
}
