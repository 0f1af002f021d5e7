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
import org.securechat.protocol.classic.ClassicCertificate;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
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
  /** Begins every type of this family. */
  String FAMILY = "securechat/classic-";

  /** Bytes of the largest ciphertext of a message. */
  int MAX_CIPHERTEXT = 8_192;

  /** The room's name. */
  String room();

  /** The exact bytes to sign. */
  byte[] encode();

  /** Whether these bytes say of themselves that they are of this family. */
  static boolean isClassic(byte[] payload) {
    // In its canonical form a payload begins with its type; in another form it is not a payload.
    byte[] start = ("{\"type\":\"" + FAMILY).getBytes(StandardCharsets.US_ASCII);
    return payload.length > start.length
        && Arrays.equals(payload, 0, start.length, start, 0, start.length);
  }

  /**
   * Reads a payload.
   *
   * @throws EvidenceException for all bytes that {@link #encode} does not return
   */
  static ClassicPayload parse(byte[] payload) throws EvidenceException {
    try {
      ObjectNode json = Json.parse(payload);
      ClassicPayload parsed =
          switch (Json.text(json, "type", 64)) {
            case Opening.TYPE -> Opening.of(json);
            case Message.TYPE -> Message.of(json);
            case Closing.TYPE -> Closing.of(json);
            default -> throw new JsonException("type is not of the classic profile");
          };
      CanonicalJson.insist(payload, parsed.encode());
      return parsed;
    } catch (JsonException e) {
      throw new EvidenceException(e.getMessage());
    }
  }

  /**
   * Who opened the session.
   *
   * @param certificate the client's, DER in base64
   * @param fingerprint what the session's lines of the original form name it by
   * @param user the account that the certificate names, or empty text
   */
  record Opening(
      String room, String certificate, String fingerprint, String user, String at, String salt)
      implements ClassicPayload {
    static final String TYPE = FAMILY + "opening/1";
    private static final int MAX_CERTIFICATE = 12_288;

    /** With a fresh salt. */
    public static Opening create(String room, X509Certificate client, String user, Instant at) {
      return new Opening(
          room,
          encoded(client),
          ClassicCertificate.fingerprint(client),
          user,
          Timestamps.format(at),
          Salts.random());
    }

    private static Opening of(ObjectNode json) throws JsonException {
      String user = Json.text(json, "user", Names.MAX_USERNAME);
      return new Opening(
          ClassicPayload.room(json),
          Json.base64(Json.base64UpTo(json, "certificate", MAX_CERTIFICATE)),
          ClassicPayload.fingerprint(json),
          EvidenceFields.insist(
              user.isEmpty() || Names.isUsername(user), user, "user is not a name"),
          EvidenceFields.timestamp(json, "at"),
          EvidenceFields.salt(json, "salt"));
    }

    /**
     * The client's certificate; not trusted yet.
     *
     * @throws EvidenceException if the field holds no certificate
     */
    public X509Certificate clientCertificate() throws EvidenceException {
      return certificateOf(certificate);
    }

    @Override
    public byte[] encode() {
      return new CanonicalJson()
          .text("type", TYPE)
          .text("room", room)
          .text("certificate", certificate)
          .text("fingerprint", fingerprint)
          .text("user", user)
          .text("at", at)
          .text("salt", salt)
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
      String room,
      long seqno,
      long ts,
      String iv,
      String ciphertext,
      String signature,
      Optional<String> text,
      String at,
      String salt)
      implements ClassicPayload {
    static final String TYPE = FAMILY + "message/1";

    private static Message of(ObjectNode json) throws JsonException {
      return new Message(
          ClassicPayload.room(json),
          Json.number(json, "seqno", 1, TranscriptLine.MAX_POSITION),
          Json.number(json, "ts", 0, TranscriptLine.MAX_POSITION),
          Json.base64(Json.base64(json, "iv", 16)),
          Json.base64(Json.base64UpTo(json, "ct", MAX_CIPHERTEXT)),
          Json.base64(Json.base64UpTo(json, "sig", SignedMessage.MAX_SIGNATURE)),
          json.has("text")
              ? Optional.of(Json.text(json, "text", MAX_CIPHERTEXT))
              : Optional.empty(),
          EvidenceFields.timestamp(json, "at"),
          EvidenceFields.salt(json, "salt"));
    }

    /** With a fresh salt. */
    public static Message create(
        String room,
        long seqno,
        long ts,
        String iv,
        String ciphertext,
        String signature,
        Optional<String> text,
        Instant at) {
      return new Message(
          room, seqno, ts, iv, ciphertext, signature, text, Timestamps.format(at), Salts.random());
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
          new CanonicalJson()
              .text("type", TYPE)
              .text("room", room)
              .number("seqno", seqno)
              .number("ts", ts)
              .text("iv", iv)
              .text("ct", ciphertext)
              .text("sig", signature);
      text.ifPresent(value -> json.text("text", value));
      return json.text("at", at).text("salt", salt).bytes();
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
      String room,
      String certificate,
      String transcriptSha256,
      String signature,
      long firstSeq,
      long lastSeq,
      String at,
      String salt)
      implements ClassicPayload {
    static final String TYPE = FAMILY + "receipt/1";

    /** With a fresh salt, signed here. */
    public static Closing create(
        String room,
        X509Certificate server,
        PrivateKey key,
        ClassicTranscript transcript,
        Instant at) {
      String sha256 = transcript.sha256();
      return new Closing(
          room,
          encoded(server),
          sha256,
          Json.base64(ClassicSignature.sign(key, ClassicSignature.receiptText(sha256))),
          transcript.first(),
          transcript.last(),
          Timestamps.format(at),
          Salts.random());
    }

    private static Closing of(ObjectNode json) throws JsonException {
      return new Closing(
          ClassicPayload.room(json),
          Json.base64(Json.base64UpTo(json, "certificate", Opening.MAX_CERTIFICATE)),
          EvidenceFields.hex(json, "transcript_sha256"),
          Json.base64(Json.base64UpTo(json, "sig", SignedMessage.MAX_SIGNATURE)),
          Json.number(json, "first_seq", 0, TranscriptLine.MAX_POSITION),
          Json.number(json, "last_seq", 0, TranscriptLine.MAX_POSITION),
          EvidenceFields.timestamp(json, "at"),
          EvidenceFields.salt(json, "salt"));
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
      return new CanonicalJson()
          .text("type", TYPE)
          .text("room", room)
          .text("certificate", certificate)
          .text("transcript_sha256", transcriptSha256)
          .text("sig", signature)
          .number("first_seq", firstSeq)
          .number("last_seq", lastSeq)
          .text("at", at)
          .text("salt", salt)
          .bytes();
    }
  }

  private static String room(ObjectNode json) throws JsonException {
    String text = Json.text(json, "room", Names.MAX_ROOM_LENGTH);
    return EvidenceFields.insist(Names.isClassicRoom(text), text, "room is not a classic one");
  }

  private static String fingerprint(ObjectNode json) throws JsonException {
    String text = Json.text(json, "fingerprint", 16);
    return EvidenceFields.insist(
        text.matches("[0-9a-f]{16}"), text, "fingerprint is not 16 hexadecimal digits");
  }

  private static String encoded(X509Certificate certificate) {
    try {
      return Json.base64(certificate.getEncoded());
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
