package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What a user signs with each message (PROTOCOL.md §8): the {@link UserEnvelope}, then the text.
 *
 * <p>Fields in this order, no white space, strings escaped as RFC 8785 has it: one text for one
 * value. The session is the channel binding, so the message proves in which session it was sent;
 * {@code after} proves under which history.
 *
 * @param text the message itself; not empty
 */
public record MessagePayload(UserEnvelope envelope, String text) {

  /** With a fresh salt. */
  public static MessagePayload create(
      String channelBinding,
      String room,
      UUID roomId,
      String sender,
      long seq,
      After after,
      Instant sentAt,
      String text) {
    return new MessagePayload(
        new UserEnvelope(
            Kind.MESSAGE,
            channelBinding,
            room,
            roomId,
            sender,
            seq,
            after,
            Timestamps.format(sentAt),
            Salts.random()),
        text);
  }

  public String channelBinding() {
    return envelope.channelBinding();
  }

  public String room() {
    return envelope.room();
  }

  public UUID roomId() {
    return envelope.roomId();
  }

  public String sender() {
    return envelope.sender();
  }

  public long seq() {
    return envelope.seq();
  }

  public After after() {
    return envelope.after();
  }

  public String sentAt() {
    return envelope.sentAt();
  }

  public String salt() {
    return envelope.salt();
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
      EvidenceFields.type(json, Kind.MESSAGE.type());
      MessagePayload message =
          new MessagePayload(
              UserEnvelope.read(json), Json.text(json, "text", SignedMessage.MAX_PAYLOAD));
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
    return envelope.write().text("text", text).bytes();
  }

  /** Without the text, which belongs in no log. */
  @Override
  public String toString() {
    return "MessagePayload[" + sender() + " in " + room() + ", seq " + seq() + "]";
  }
}
