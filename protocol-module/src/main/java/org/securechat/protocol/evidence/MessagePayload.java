package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What a user signs with each line (PROTOCOL.md §8): the {@link UserEnvelope}, then what is said.
 *
 * <p>Fields in this order, no white space, strings escaped as RFC 8785 has it: one text for one
 * value. The session is the channel binding, so the message proves in which session it was sent;
 * {@code after} proves under which history.
 */
public record MessagePayload(UserEnvelope envelope, MessageContent content) {

  /**
   * @throws IllegalArgumentException if the envelope is of another kind than the content
   */
  public MessagePayload {
    if (!envelope.kind().ofPeople().equals(content.kind())) {
      throw new IllegalArgumentException(
          "a content of kind " + content.kind() + " in an envelope of kind " + envelope.kind());
    }
  }

  /** A message without mentions, with a fresh salt. */
  public static MessagePayload create(
      String channelBinding,
      String room,
      UUID roomId,
      String sender,
      long seq,
      After after,
      Instant sentAt,
      String text) {
    return create(
        channelBinding,
        room,
        roomId,
        sender,
        seq,
        after,
        sentAt,
        new MessageContent.Text(List.of(), text));
  }

  /** What a person says, with a fresh salt. */
  public static MessagePayload create(
      String channelBinding,
      String room,
      UUID roomId,
      String sender,
      long seq,
      After after,
      Instant sentAt,
      MessageContent content) {
    return create(
        content.kind(), channelBinding, room, roomId, sender, seq, after, sentAt, content);
  }

  /**
   * With a fresh salt.
   *
   * @param kind that of the content, or its like of programs
   */
  public static MessagePayload create(
      Kind kind,
      String channelBinding,
      String room,
      UUID roomId,
      String sender,
      long seq,
      After after,
      Instant sentAt,
      MessageContent content) {
    return new MessagePayload(
        new UserEnvelope(
            kind,
            channelBinding,
            room,
            roomId,
            sender,
            seq,
            after,
            Timestamps.format(sentAt),
            Salts.random()),
        content);
  }

  /** What it is about, if it is of such a kind. */
  public Optional<About> about() {
    return content.about();
  }

  /** Whether it says of itself that a program has signed it. */
  public boolean isByProgram() {
    return envelope.kind().isOfPrograms();
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
      UserEnvelope envelope = UserEnvelope.read(json);
      MessagePayload message =
          new MessagePayload(envelope, MessageContent.read(envelope.kind(), json));
      CanonicalJson.insist(payload, message.canonical());
      return message;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private byte[] canonical() {
    CanonicalJson json = envelope.write();
    content.write(json);
    return json.bytes();
  }

  /** Without what is said, which belongs in no log. */
  @Override
  public String toString() {
    return "MessagePayload[" + sender() + " in " + room() + ", seq " + seq() + "]";
  }
}
