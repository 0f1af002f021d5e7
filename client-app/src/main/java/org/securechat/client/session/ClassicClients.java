package org.securechat.client.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.ClassicSigner;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.Purpose;

/**
 * The clients whose sessions of the classic protocol are on record. The server signs what it
 * recorded; beside that, each message has its client's own signature, which is checked with the
 * certificate in the session's first line. Confined to one thread.
 */
final class ClassicClients {
  private final SenderCertificates certificates;
  private final Map<String, ClassicSigner> signers = new HashMap<>();

  ClassicClients(SenderCertificates certificates) {
    this.certificates = certificates;
  }

  /** Takes the certificate from the room's first line; from another line, nothing. */
  void learn(String room, TranscriptLine line, SignedMessage message) {
    if (line.position() != 1 || !message.payloadSha256().equals(line.payloadSha256())) {
      return;
    }
    try {
      if (ClassicPayload.isClassic(message.payload())
          && ClassicPayload.parse(message.payload()) instanceof ClassicPayload.Opening opening) {
        signers.put(room, ClassicSigner.of(opening, certificates.get(opening.certificate())));
      }
    } catch (EvidenceException | SenderCertificates.CertificateUnavailableException _) {
      // That is said where the line is shown; what follows cannot be checked.
      signers.remove(room);
    }
  }

  /** What a line of such a session says, and what is wrong with the client's part of it. */
  MessageBody body(
      String room, TranscriptLine line, ClassicPayload payload, List<TranscriptFinding> findings)
      throws EvidenceException {
    return switch (payload) {
      case ClassicPayload.Opening opening -> opening(line, opening, findings);
      case ClassicPayload.Message message -> message(room, line, message, findings);
      case ClassicPayload.Closing closing -> closing(closing, findings);
    };
  }

  private MessageBody opening(
      TranscriptLine line, ClassicPayload.Opening opening, List<TranscriptFinding> findings)
      throws EvidenceException {
    try {
      ClassicSigner signer = ClassicSigner.of(opening, certificates.get(opening.certificate()));
      if (!signer.isNamedRight()) {
        findings.add(TranscriptFinding.of(Fault.OTHER_CERTIFICATE));
      }
      judge(signer, line, findings);
    } catch (SenderCertificates.CertificateUnavailableException e) {
      findings.add(e.finding());
    }
    return new MessageBody.ClassicNote(
        MessageBody.Note.OPENED, opening.user().isEmpty() ? opening.fingerprint() : opening.user());
  }

  private MessageBody message(
      String room,
      TranscriptLine line,
      ClassicPayload.Message message,
      List<TranscriptFinding> findings)
      throws EvidenceException {
    Optional<ClassicSigner> signer = Optional.ofNullable(signers.get(room));
    if (signer.isPresent()) {
      if (!signer.get().hasSigned(message)) {
        findings.add(TranscriptFinding.of(Fault.BAD_SIGNATURE));
      }
      judge(signer.get(), line, findings);
    }
    return new MessageBody.Classic(
        message.seqno(), message.text(), message.ts(), signer.isPresent());
  }

  private static MessageBody closing(
      ClassicPayload.Closing closing, List<TranscriptFinding> findings) throws EvidenceException {
    if (!closing.isSigned()) {
      findings.add(TranscriptFinding.of(Fault.BAD_SIGNATURE));
    }
    return new MessageBody.ClassicNote(MessageBody.Note.RECEIPT, closing.transcriptSha256());
  }

  private void judge(ClassicSigner signer, TranscriptLine line, List<TranscriptFinding> findings)
      throws EvidenceException {
    try {
      certificates.judge(
          signer.certificate(), Purpose.CLASSIC_CLIENT, Timestamps.parse(line.receivedAt()));
    } catch (SenderCertificates.CertificateUnavailableException e) {
      findings.add(e.finding());
    }
  }
}
