package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;

/**
 * A member's statement that a receipt agrees with what they were shown (PROTOCOL.md §10.2), signed
 * with the key of their certificate. Canonical as {@link MessagePayload} is.
 *
 * @param user who signs
 * @param receiptSha256 hexadecimal SHA-256 of the receipt's bytes
 * @param certificate hexadecimal SHA-256 of the signer's certificate
 * @param at the signer's clock, as {@link Timestamps} writes it
 */
public record Countersignature(String user, String receiptSha256, String certificate, String at) {

  /** The type, with its version. */
  public static final String TYPE = "securechat/countersignature/1";

  /** Bytes of the longest statement. */
  public static final int MAX_LENGTH = 1_024;

  /** The statement about exactly these bytes of a receipt. */
  public static Countersignature of(byte[] receipt, String user, String certificate, Instant at) {
    return new Countersignature(
        user, Digests.sha256Hex(receipt), certificate, Timestamps.format(at));
  }

  /**
   * The exact bytes to sign.
   *
   * @throws IllegalArgumentException if a field is not of its form
   */
  public byte[] encode() {
    return CanonicalJson.checked(canonical(), this, Countersignature::parse);
  }

  /**
   * Reads a statement.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  public static Countersignature parse(byte[] document) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(document);
      EvidenceFields.type(json, TYPE);
      Countersignature parsed =
          new Countersignature(
              EvidenceFields.name(json, "user"),
              EvidenceFields.hex(json, "receipt_sha256"),
              EvidenceFields.hex(json, "certificate"),
              EvidenceFields.timestamp(json, "at"));
      CanonicalJson.insist(document, parsed.canonical());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private byte[] canonical() {
    return new CanonicalJson()
        .text("type", TYPE)
        .text("user", user)
        .text("receipt_sha256", receiptSha256)
        .text("certificate", certificate)
        .text("at", at)
        .bytes();
  }
}
