package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The server's statement that a room's chain had this value at this position (PROTOCOL.md §9.5).
 * Canonical as {@link MessagePayload} is.
 *
 * @param server the name under which the server signs
 * @param room the room's name, or {@link AuditPayload#ROOM}
 * @param position of the last line; 0 for none
 * @param chain the chain value after it
 * @param at when, as {@link Timestamps} writes it
 * @param certificate hexadecimal SHA-256 of the signer's certificate
 */
public record HeadStatement(
    String server,
    String room,
    UUID roomId,
    long position,
    String chain,
    String at,
    String certificate) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/head/1";

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, HeadStatement::parse);
  }

  /**
   * Reads a statement.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static HeadStatement parse(byte[] document) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(document);
      EvidenceFields.type(json, TYPE);
      UUID roomId = EvidenceFields.roomId(json, "room_id");
      HeadStatement parsed =
          new HeadStatement(
              EvidenceFields.server(json, "server"),
              EvidenceFields.roomOrAudit(json, "room", roomId),
              roomId,
              Json.number(json, "position", 0, TranscriptLine.MAX_POSITION),
              EvidenceFields.hex(json, "chain"),
              EvidenceFields.timestamp(json, "at"),
              EvidenceFields.hex(json, "certificate"));
      CanonicalJson.insist(document, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private byte[] canonical() {
    return new CanonicalJson()
        .text("type", TYPE)
        .text("server", server)
        .text("room", room)
        .text("room_id", roomId.toString())
        .number("position", position)
        .text("chain", chain)
        .text("at", at)
        .text("certificate", certificate)
        .bytes();
  }
}
