package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * What the server signs, with the receipt certificate's key, when a program without an account
 * writes to a room by a webhook (PROTOCOL.md §9.6): the {@link ServerEnvelope}, then
 *
 * <pre>"name":"…","text":"…"</pre>
 *
 * <p>Canonical as {@link MessagePayload} is. The server vouches for where it came in, and nobody
 * for who sent it.
 *
 * @param name of the webhook
 * @param text what was sent, not empty
 */
public record WebhookPayload(ServerEnvelope envelope, String name, String text) {
  /** UTF-16 code units of the longest name. */
  public static final int MAX_NAME = 64;

  /** UTF-16 code units of the longest text. */
  public static final int MAX_TEXT = 8_192;

  /** With a fresh salt. */
  public static WebhookPayload create(
      String room, UUID roomId, String name, String text, Instant at) {
    return new WebhookPayload(ServerEnvelope.create(Kind.WEBHOOK, room, roomId, at), name, text);
  }

  /** Whether a text can be the name of a webhook. */
  public static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_NAME
        && text.chars().noneMatch(Character::isISOControl);
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, WebhookPayload::parse);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static WebhookPayload parse(byte[] payload) throws EvidenceException {
    if (payload.length > SignedMessage.MAX_PAYLOAD) {
      throw new EvidenceException("payload is too long");
    }
    try {
      ObjectNode json = Json.parse(payload);
      ServerEnvelope envelope = ServerEnvelope.read(json, Kind.WEBHOOK);
      String name = Json.text(json, "name", MAX_NAME);
      String text = Json.text(json, "text", MAX_TEXT);
      EvidenceFields.insist(isName(name), name, "name is not one");
      EvidenceFields.insist(!text.isEmpty(), text, "text is empty");
      WebhookPayload parsed = new WebhookPayload(envelope, name, text);
      CanonicalJson.insist(payload, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private byte[] canonical() {
    return envelope.write().text("name", name).text("text", text).bytes();
  }

  /** Without the text, which belongs in no log. */
  @Override
  public String toString() {
    return "WebhookPayload[" + envelope.room() + "]";
  }
}
