package org.securechat.protocol.evidence;

import java.util.Base64;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.name.Names;

/**
 * One line of a room's transcript:
 *
 * <pre>position|received_at|sender|certificate_sha256|payload_sha256|signature_b64</pre>
 *
 * <p>No field can contain the separator, so a line splits in one way only. The line holds the
 * payload's hash and not the payload: the message can be erased by law, and the chain over the
 * lines still verifies.
 *
 * @param position 1 to 2^53-1
 * @param receivedAt as {@link Timestamps} writes it
 * @param sender a user name or {@link #SERVER}
 * @param certificateSha256 hexadecimal hash of the signer's certificate (DER)
 * @param payloadSha256 hexadecimal hash of the payload
 * @param signature canonical base64 of the signature over the payload
 */
public record TranscriptLine(
    long position,
    String receivedAt,
    String sender,
    String certificateSha256,
    String payloadSha256,
    String signature) {

  /** The sender of events; not a name that a user can have. */
  public static final String SERVER = "@server";

  /** The highest position: what every JSON implementation can still count. */
  public static final long MAX_POSITION = (1L << 53) - 1;

  /** Characters of the longest line. */
  public static final int MAX_LENGTH = 16 + 24 + Names.MAX_USERNAME + 64 + 64 + 5464 + 5;

  private static final int FIELDS = 6;
  private static final int MAX_POSITION_DIGITS = 16;

  /**
   * @throws IllegalArgumentException if a field has not the form described
   */
  public TranscriptLine {
    String fault = fault(position, receivedAt, sender, certificateSha256, payloadSha256, signature);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** The line for a message that has just been accepted. */
  public static TranscriptLine of(
      long position,
      String receivedAt,
      String sender,
      String certificateSha256,
      SignedMessage message) {
    return new TranscriptLine(
        position,
        receivedAt,
        sender,
        certificateSha256,
        message.payloadSha256(),
        Base64.getEncoder().encodeToString(message.signature()));
  }

  /**
   * Reads a line (PROTOCOL.md §9.1).
   *
   * @throws EvidenceException for every text that {@link #format} does not return
   */
  public static TranscriptLine parse(String line) throws EvidenceException {
    if (line.length() > MAX_LENGTH) {
      throw new EvidenceException("line is too long");
    }
    String[] fields = line.split("\\|", -1);
    if (fields.length != FIELDS) {
      throw new EvidenceException("line has not " + FIELDS + " fields");
    }
    long position = position(fields[0]);
    try {
      return new TranscriptLine(position, fields[1], fields[2], fields[3], fields[4], fields[5]);
    } catch (IllegalArgumentException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  /** The text of the line, without an end of line. */
  public String format() {
    return position
        + "|"
        + receivedAt
        + "|"
        + sender
        + "|"
        + certificateSha256
        + "|"
        + payloadSha256
        + "|"
        + signature;
  }

  /** The signature's bytes. */
  public byte[] signatureBytes() {
    return Base64.getDecoder().decode(signature);
  }

  /** Whether the server, and not a user, speaks in this line. */
  public boolean isEvent() {
    return SERVER.equals(sender);
  }

  private static long position(String text) throws EvidenceException {
    boolean digits =
        !text.isEmpty()
            && text.length() <= MAX_POSITION_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.charAt(0) == '0') {
      throw new EvidenceException("position is not a plain number from 1");
    }
    return Long.parseLong(text);
  }

  private static String fault(
      long position,
      String receivedAt,
      String sender,
      String certificateSha256,
      String payloadSha256,
      String signature) {
    if (position < 1 || position > MAX_POSITION) {
      return "position is out of bounds";
    }
    if (!Timestamps.isTimestamp(receivedAt)) {
      return "received_at is not a timestamp";
    }
    if (!SERVER.equals(sender) && !Names.isUsername(sender)) {
      return "sender is not a name";
    }
    if (!Digests.isHex(certificateSha256)) {
      return "certificate_sha256 is not a hexadecimal SHA-256";
    }
    if (!Digests.isHex(payloadSha256)) {
      return "payload_sha256 is not a hexadecimal SHA-256";
    }
    return isSignature(signature) ? null : "signature is not canonical base64";
  }

  private static boolean isSignature(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return bytes.length > 0
          && bytes.length <= SignedMessage.MAX_SIGNATURE
          && Base64.getEncoder().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
