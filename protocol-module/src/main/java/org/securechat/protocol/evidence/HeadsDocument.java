package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * The server's statement where the transcripts of all rooms ended at one moment (PROTOCOL.md §9.5):
 *
 * <pre>
 * {"type":"securechat/heads/1","server":"…","number":12,"previous_sha256":"…","base_number":8,
 *  "base_sha256":"…","rooms":3,"rooms_sha256":"…","at":"…","certificate":"…"}
 * </pre>
 *
 * <p>Canonical as {@link MessagePayload} is. Each names the one before by number and hash. One with
 * a base lists only the rooms that went on since then; what it does not list stands in its base.
 *
 * @param server the name under which the server signs
 * @param number from 1, rising by one
 * @param previousSha256 hexadecimal SHA-256 of the statement before; empty for the first
 * @param baseNumber of the statement that lists all other rooms; 0 if this one lists them all
 * @param baseSha256 of the base, empty without one
 * @param rooms how many lines follow
 * @param roomsSha256 hexadecimal SHA-256 over the lines, each with its {@code \n}
 * @param at when, as {@link Timestamps} writes it
 * @param certificate hexadecimal SHA-256 of the signer's certificate (DER)
 */
public record HeadsDocument(
    String server,
    long number,
    String previousSha256,
    long baseNumber,
    String baseSha256,
    long rooms,
    String roomsSha256,
    String at,
    String certificate) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/heads/1";

  /** The most lines of one statement. */
  public static final long MAX_ROOMS = 1_000_000;

  private static final int MAX_SERVER_LENGTH = 253;

  /** Whether it lists every room. */
  public boolean isComplete() {
    return baseNumber == 0;
  }

  /** Whether that is the base of this one: named by its hash, and listing every room. */
  public boolean buildsOn(HeadsDocument base) {
    return base.isComplete() && base.sha256().equals(baseSha256);
  }

  /** What the next one names as the one before. */
  public String sha256() {
    return Digests.sha256Hex(encode());
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, HeadsDocument::parse);
  }

  /**
   * Reads a statement.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static HeadsDocument parse(byte[] document) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(document);
      EvidenceFields.type(json, TYPE);
      HeadsDocument parsed =
          new HeadsDocument(
              Json.text(json, "server", MAX_SERVER_LENGTH),
              Json.number(json, "number", 1, TranscriptLine.MAX_POSITION),
              hexOrEmpty(json, "previous_sha256"),
              Json.number(json, "base_number", 0, TranscriptLine.MAX_POSITION),
              hexOrEmpty(json, "base_sha256"),
              Json.number(json, "rooms", 0, MAX_ROOMS),
              EvidenceFields.hex(json, "rooms_sha256"),
              EvidenceFields.timestamp(json, "at"),
              EvidenceFields.hex(json, "certificate"));
      parsed.insistOnOrder();
      CanonicalJson.insist(document, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static String hexOrEmpty(ObjectNode json, String field) throws JsonException {
    String text = Json.text(json, field, Digests.HEX_LENGTH);
    return EvidenceFields.insist(
        text.isEmpty() || Digests.isHex(text), text, field + " is not 64 hexadecimal digits");
  }

  private void insistOnOrder() throws EvidenceException {
    // PROTOCOL.md §9.5: every statement but the first names the one before.
    if (number > 1 && previousSha256.isEmpty()) {
      throw new EvidenceException("previous_sha256 is empty");
    }
    // PROTOCOL.md §9.5: a base is an earlier statement, named by number and hash or not at all.
    if (baseNumber >= number || (baseNumber == 0) != baseSha256.isEmpty()) {
      throw new EvidenceException("base_number and base_sha256 name no earlier statement");
    }
  }

  private byte[] canonical() {
    return new CanonicalJson()
        .text("type", TYPE)
        .text("server", server)
        .number("number", number)
        .text("previous_sha256", previousSha256)
        .number("base_number", baseNumber)
        .text("base_sha256", baseSha256)
        .number("rooms", rooms)
        .text("rooms_sha256", roomsSha256)
        .text("at", at)
        .text("certificate", certificate)
        .bytes();
  }
}
