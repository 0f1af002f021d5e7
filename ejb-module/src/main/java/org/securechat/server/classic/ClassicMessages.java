package org.securechat.server.classic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.classic.ClassicSignature;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.DomainException;
import org.securechat.server.ledger.Commits;

/** Takes classic chat messages, and gives the receipt at the end. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicMessages {
  private static final int RAW_MULTIPLE = 4;

  private final ClassicLedger ledger;
  private final ClassicRoomAllowance allowance;
  private final Clock clock;

  /** For the container's proxy. */
  public ClassicMessages() {
    this(null, null, null);
  }

  @Inject
  public ClassicMessages(ClassicLedger ledger, ClassicRoomAllowance allowance, Clock clock) {
    this.ledger = ledger;
    this.allowance = allowance;
    this.clock = clock;
  }

  /**
   * Verifies a message and gives it to the ledger; the profile has no answer to a good one. Nothing
   * changes before the signature is verified and the text is there: a message that was recorded in
   * another session has a good signature, but does not decrypt under this session's key. It makes
   * no room, is in no transcript, and uses up no number.
   *
   * @throws ClassicException {@code BAD_MESSAGE}, {@code TOO_LARGE}, {@code REPLAY}, {@code
   *     SIG_FAIL}, {@code DECRYPT_FAIL}, {@code RATE_LIMITED} or {@code UNAVAILABLE}
   */
  public void take(Connection connection, ClassicSession session, ObjectNode line)
      throws ClassicException {
    Fields fields = Fields.of(line);
    if (fields.seqno <= session.lastSequence()) {
      throw new ClassicException(
          ClassicError.REPLAY, fields.seqno + " after " + session.lastSequence());
    }
    byte[] digest = ClassicSignature.messageDigest(fields.seqno, fields.ts, fields.ciphertextText);
    if (!ClassicSignature.verify(session.peer().leaf().getPublicKey(), digest, fields.signature)) {
      throw new ClassicException(ClassicError.SIG_FAIL, "not the certificate's signature");
    }
    byte[] payload = payload(session, fields, text(session, fields));
    if (!session.isOpened()) {
      allowance.take(session.fingerprint());
    }
    session.advanceSequence(fields.seqno);
    if (!session.isOpened()) {
      open(session);
    }
    write(connection, session, fields, payload);
  }

  private void open(ClassicSession session) throws ClassicException {
    try {
      ledger.open(session);
      session.opened();
    } catch (DomainException e) {
      throw new ClassicException(ClassicError.UNAVAILABLE, e.getMessage());
    }
  }

  private void write(Connection connection, ClassicSession session, Fields fields, byte[] payload) {
    String line = fields.line(session.fingerprint());
    CompletionStage<?> written =
        ledger
            .write(session, payload, connection.acquirePermit())
            .thenAccept(appended -> session.written(fields.seqno, line));
    session.waitFor(written);
    written.whenComplete((nothing, failure) -> {
      if (failure != null) {
        // There is no way to take one message back: the client must see that the rest is lost.
        ClassicLog.notWritten(connection, failure);
        ClassicWire.send(connection, ClassicWire.error(ClassicError.UNAVAILABLE));
        connection.close();
      }
    });
  }

  private byte[] payload(ClassicSession session, Fields fields, String text)
      throws ClassicException {
    byte[] payload =
        ClassicPayload.Message.create(
                session.roomName(),
                session.room(),
                fields.seqno,
                fields.ts,
                Json.base64(fields.iv),
                fields.ciphertextText,
                Json.base64(fields.signature),
                Optional.of(text),
                clock.instant())
            .encode();
    // Text of control characters alone is six times as long in JSON.
    if (payload.length > SignedMessage.MAX_PAYLOAD) {
      throw new ClassicException(ClassicError.TOO_LARGE, "a text too long for the record");
    }
    return payload;
  }

  /** The text that the message has under this session's key. */
  private static String text(ClassicSession session, Fields fields) throws ClassicException {
    byte[] plaintext =
        ClassicCipher.open(session.key(), fields.iv, fields.ciphertext)
            .orElseThrow(() ->
                new ClassicException(ClassicError.DECRYPT_FAIL, "what came out is not padded"));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(plaintext)).toString();
    } catch (CharacterCodingException e) {
      throw new ClassicException(ClassicError.DECRYPT_FAIL, "what came out is not UTF-8");
    }
  }

  /**
   * Ends the session: waits for its messages to be durable, puts the receipt on record, and hands
   * it out.
   *
   * @throws ClassicException {@code UNAVAILABLE}; then there is no receipt
   */
  public void bye(Connection connection, ClassicSession session) throws ClassicException {
    try {
      Commits.await(session.lastLine());
      ClassicPayload.Closing receipt =
          session.isOpened() ? ledger.close(session) : ledger.receipt(session);
      ClassicWire.send(
          connection,
          ClassicWire.message("receipt")
              .put("transcript_sha256", receipt.transcriptSha256())
              .put("sig", receipt.signature())
              .put("first_seq", receipt.firstSeq())
              .put("last_seq", receipt.lastSeq()));
    } catch (DomainException e) {
      throw new ClassicException(ClassicError.UNAVAILABLE, "no receipt: " + e.getMessage());
    }
  }

  /** A message's fields, each of which has one text only. */
  private static final class Fields {
    private final long seqno;
    private final long ts;
    private final byte[] iv;
    private final byte[] ciphertext;
    private final String ciphertextText;
    private final byte[] signature;

    private Fields(ObjectNode line) throws JsonException {
      seqno = seqno(line);
      ts = Json.number(line, "ts", 0, TranscriptLine.MAX_POSITION);
      iv = Json.base64(line, "iv", ClassicCipher.BLOCK);
      ciphertext = Json.base64UpTo(line, "ct", RAW_MULTIPLE * ClassicPayload.MAX_CIPHERTEXT);
      ciphertextText = Json.base64(ciphertext);
      signature = Json.base64UpTo(line, "sig", SignedMessage.MAX_SIGNATURE);
    }

    /** Zero for every number below one: all are lower than any that was used, and nothing else. */
    private static long seqno(ObjectNode line) throws JsonException {
      JsonNode number = line.path("seqno");
      return number.isIntegralNumber() && number.bigIntegerValue().signum() <= 0
          ? 0
          : Json.number(line, "seqno", 1, TranscriptLine.MAX_POSITION);
    }

    /** What the original's transcript has for this message. */
    String line(String fingerprint) {
      return ClassicTranscript.line(seqno, ts, ciphertextText, Json.base64(signature), fingerprint);
    }

    static Fields of(ObjectNode line) throws ClassicException {
      Fields fields = ClassicWire.reading(ClassicError.BAD_MESSAGE, () -> new Fields(line));
      if (fields.ciphertext.length > ClassicPayload.MAX_CIPHERTEXT) {
        throw new ClassicException(ClassicError.TOO_LARGE, "a message too long");
      }
      if (fields.ciphertext.length == 0 || fields.signature.length == 0) {
        throw new ClassicException(ClassicError.BAD_MESSAGE, "an empty field");
      }
      return fields;
    }
  }
}
