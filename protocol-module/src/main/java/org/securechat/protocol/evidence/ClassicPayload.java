package org.securechat.protocol.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.protocol.name.Names;

/**
 * What the server signs, with the receipt certificate's key, about a session of the classic
 * profile. The session is a room of its own: an {@link Opening}, its {@link Message}s, and a {@link
 * Closing} if the client asked for a receipt. Canonical as {@link MessagePayload} is.
 *
 * <p>Such a line is the server's statement that the client sent this. It carries the client's own
 * signature, too, but that is over less than a modern one: see {@code docs/CLASSIC.md}.
 */
public sealed interface ClassicPayload {
  /** What the server notes when a session opens. */
  Kind OPENING = new Kind("classic-opening", 1);

  /** What it notes of a message. */
  Kind MESSAGE = new Kind("classic-message", 1);

  /** What it notes of the receipt that ends a session. */
  Kind RECEIPT = new Kind("classic-receipt", 1);

  /** All kinds of this family. */
  Set<Kind> KINDS = Set.of(OPENING, MESSAGE, RECEIPT);

  /** Bytes of the largest ciphertext of a message. */
  int MAX_CIPHERTEXT = 8_192;

  /** What every payload of the server begins with. */
  ServerEnvelope envelope();

  /** The room's name. */
  default String room() {
    return envelope().room();
  }

  /** The exact bytes to sign. */
  byte[] encode();

  /** Whether these bytes say of themselves that they are of this family. */
  static boolean isClassic(byte[] payload) {
    // In its canonical form a payload begins with its type; in another form it is not a payload.
    byte[] start = "{\"type\":\"securechat/classic-".getBytes(StandardCharsets.US_ASCII);
    return payload.length > start.length
        && Arrays.equals(payload, 0, start.length, start, 0, start.length);
  }

  /**
   * The certificate of the client, which the first line of its session names.
   *
   * @param payload of any line of the server's
   * @return its hexadecimal SHA-256; empty if it is no opening of a session
   * @throws EvidenceException if it is of this family and malformed
   */
  static Optional<String> clientCertificate(byte[] payload) throws EvidenceException {
    return isClassic(payload) && parse(payload) instanceof Opening opening
        ? Optional.of(opening.certificate())
        : Optional.empty();
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  static ClassicPayload parse(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(payload);
      ServerEnvelope envelope = ServerEnvelope.read(json);
      if (!Names.isClassicRoom(envelope.room())) {
        throw new JsonException("room is not a classic one");
      }
      ClassicPayload parsed = read(envelope, json);
      CanonicalJson.insist(payload, parsed.encode());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  private static ClassicPayload read(ServerEnvelope envelope, ObjectNode json)
      throws JsonException {
    if (envelope.kind().equals(OPENING)) {
      return Opening.of(envelope, json);
    }
    if (envelope.kind().equals(MESSAGE)) {
      return Message.of(envelope, json);
    }
    if (envelope.kind().equals(RECEIPT)) {
      return Closing.of(envelope, json);
    }
    throw new JsonException("type is not of the classic profile");
  }

  /**
   * Who opened the session.
   *
   * @param certificate the hexadecimal SHA-256 of the client's
   * @param fingerprint what the session's lines of the original form name it by
   * @param user the account that the certificate names, or empty text
   */
  record Opening(ServerEnvelope envelope, String certificate, String fingerprint, String user)
      implements ClassicPayload {

    /** With a fresh salt. */
    public static Opening create(
        String room, UUID roomId, X509Certificate client, String user, Instant at) {
      return new Opening(
          ServerEnvelope.create(OPENING, room, roomId, at),
          Digests.sha256Hex(encoded(client)),
          ClassicCertificate.fingerprint(client),
          user);
    }

    private static Opening of(ServerEnvelope envelope, ObjectNode json) throws JsonException {
      String user = Json.text(json, "user", Names.MAX_USERNAME);
      return new Opening(
          envelope,
          EvidenceFields.hex(json, "certificate"),
          ClassicPayload.fingerprint(json),
          EvidenceFields.insist(
              user.isEmpty() || Names.isUsername(user), user, "user is not a name"));
    }

    @Override
    public byte[] encode() {
      return envelope
          .write()
          .text("certificate", certificate)
          .text("fingerprint", fingerprint)
          .text("user", user)
          .bytes();
    }
  }

  /**
   * What the client sent.
   *
   * @param seqno from 1, rising, with gaps
   * @param ts the client's own time in milliseconds since 1970, not checked
   * @param iv base64 of the vector, which the client's signature does not cover
   * @param ciphertext canonical base64, which the client's signature covers
   * @param signature canonical base64
   * @param text what the server decrypted; empty if it is no text in UTF-8. The key is not kept, so
   *     that this is the server's word
   */
  record Message(
      ServerEnvelope envelope,
      long seqno,
      long ts,
      String iv,
      String ciphertext,
      String signature,
      Optional<String> text)
      implements ClassicPayload {

    private static Message of(ServerEnvelope envelope, ObjectNode json) throws JsonException {
      return new Message(
          envelope,
          Json.number(json, "seqno", 1, TranscriptLine.MAX_POSITION),
          Json.number(json, "ts", 0, TranscriptLine.MAX_POSITION),
          Json.base64(Json.base64(json, "iv", 16)),
          Json.base64(Json.base64UpTo(json, "ct", MAX_CIPHERTEXT)),
          Json.base64(Json.base64UpTo(json, "sig", SignedMessage.MAX_SIGNATURE)),
          json.has("text")
              ? Optional.of(Json.text(json, "text", MAX_CIPHERTEXT))
              : Optional.empty());
    }

    /** With a fresh salt. */
    public static Message create(
        String room,
        UUID roomId,
        long seqno,
        long ts,
        String iv,
        String ciphertext,
        String signature,
        Optional<String> text,
        Instant at) {
      return new Message(
          ServerEnvelope.create(MESSAGE, room, roomId, at),
          seqno,
          ts,
          iv,
          ciphertext,
          signature,
          text);
    }

    /** The line that the original's transcript has for this message, with its end. */
    public String line(String fingerprint) {
      return ClassicTranscript.line(seqno, ts, ciphertext, signature, fingerprint);
    }

    /** Whether the client's own signature is good. */
    public boolean isSignedBy(X509Certificate client) {
      return ClassicSignature.verify(
          client.getPublicKey(),
          ClassicSignature.messageDigest(seqno, ts, ciphertext),
          Base64.getDecoder().decode(signature));
    }

    @Override
    public byte[] encode() {
      CanonicalJson json =
          envelope
              .write()
              .number("seqno", seqno)
              .number("ts", ts)
              .text("iv", iv)
              .text("ct", ciphertext)
              .text("sig", signature);
      text.ifPresent(value -> json.text("text", value));
      return json.bytes();
    }
  }

  /**
   * The receipt that the client was given.
   *
   * @param certificate the server's for this profile, DER in base64
   * @param transcriptSha256 over the lines of the original form
   * @param signature base64, over the hexadecimal digits of the hash
   * @param firstSeq number of the first message, 0 without any
   * @param lastSeq number of the last message, 0 without any
   */
  record Closing(
      ServerEnvelope envelope,
      String certificate,
      String transcriptSha256,
      String signature,
      long firstSeq,
      long lastSeq)
      implements ClassicPayload {
    private static final int MAX_CERTIFICATE = 12_288;

    /** With a fresh salt, signed here. */
    public static Closing create(
        String room,
        UUID roomId,
        X509Certificate server,
        PrivateKey key,
        ClassicTranscript transcript,
        Instant at) {
      String sha256 = transcript.sha256();
      return new Closing(
          ServerEnvelope.create(RECEIPT, room, roomId, at),
          Json.base64(encoded(server)),
          sha256,
          Json.base64(ClassicSignature.sign(key, ClassicSignature.receiptText(sha256))),
          transcript.first(),
          transcript.last());
    }

    private static Closing of(ServerEnvelope envelope, ObjectNode json) throws JsonException {
      return new Closing(
          envelope,
          Json.base64(Json.base64UpTo(json, "certificate", MAX_CERTIFICATE)),
          EvidenceFields.hex(json, "transcript_sha256"),
          Json.base64(Json.base64UpTo(json, "sig", SignedMessage.MAX_SIGNATURE)),
          Json.number(json, "first_seq", 0, TranscriptLine.MAX_POSITION),
          Json.number(json, "last_seq", 0, TranscriptLine.MAX_POSITION));
    }

    /** Whether the receipt's signature is good, by the rule of the original. */
    public boolean isSigned() throws EvidenceException {
      return ClassicSignature.verify(
          certificateOf(certificate).getPublicKey(),
          ClassicSignature.receiptText(transcriptSha256),
          Base64.getDecoder().decode(signature));
    }

    @Override
    public byte[] encode() {
      return envelope
          .write()
          .text("certificate", certificate)
          .text("transcript_sha256", transcriptSha256)
          .text("sig", signature)
          .number("first_seq", firstSeq)
          .number("last_seq", lastSeq)
          .bytes();
    }
  }

  private static String fingerprint(ObjectNode json) throws JsonException {
    String text = Json.text(json, "fingerprint", 16);
    return EvidenceFields.insist(
        text.matches("[0-9a-f]{16}"), text, "fingerprint is not 16 hexadecimal digits");
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("a certificate without encoding", e);
    }
  }

  private static X509Certificate certificateOf(String base64) throws EvidenceException {
    try {
      return ClassicCertificate.decode(Base64.getDecoder().decode(base64));
    } catch (CertificateException e) {
      throw new EvidenceException("not a certificate");
    }
  }
}
