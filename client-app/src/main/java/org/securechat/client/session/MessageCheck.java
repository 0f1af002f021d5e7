package org.securechat.client.session;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;

/** Checks what a line says: payload, signature, and whose they are. Confined to one thread. */
final class MessageCheck {
  private final SenderCertificates certificates;
  private final ClassicClients classic;

  MessageCheck(SenderCertificates certificates) {
    this.certificates = certificates;
    this.classic = new ClassicClients(certificates);
  }

  /** Learns whose words a classic room's lines are, from its first line if that is kept. */
  void beginsWith(String room, TranscriptLine line, SignedMessage message) {
    classic.learn(room, line, message);
  }

  /** What the line says and everything that is wrong with it. */
  record Result(MessageBody body, List<TranscriptFinding> findings) {}

  Result check(String room, TranscriptLine line, Optional<SignedMessage> message) {
    List<TranscriptFinding> findings = new ArrayList<>();
    MessageBody body = new MessageBody.Erased();
    if (message.isPresent()) {
      body = body(room, line, message.get(), findings);
    }
    checkSignature(line, message, findings);
    return new Result(body, findings);
  }

  private MessageBody body(
      String room, TranscriptLine line, SignedMessage message, List<TranscriptFinding> findings) {
    if (!message.payloadSha256().equals(line.payloadSha256())) {
      findings.add(TranscriptFinding.of(Fault.PAYLOAD_ALTERED));
    }
    if (!Arrays.equals(message.signature(), line.signatureBytes())) {
      findings.add(TranscriptFinding.of(Fault.SIGNATURE_ALTERED));
    }
    try {
      if (line.isEvent() && ClassicPayload.isClassic(message.payload())) {
        ClassicPayload payload = ClassicPayload.parse(message.payload());
        if (!payload.room().equals(room)) {
          findings.add(new TranscriptFinding(Fault.OTHER_ROOM, payload.room()));
        }
        classic.learn(room, line, message);
        return classic.body(room, line, payload, findings);
      }
      return line.isEvent()
          ? event(room, EventPayload.parse(message.payload()), findings)
          : text(room, line, MessagePayload.parse(message.payload()), findings);
    } catch (EvidenceException e) {
      findings.add(new TranscriptFinding(Fault.NOT_A_MESSAGE, e.getMessage()));
      return new MessageBody.Unreadable();
    }
  }

  private static MessageBody text(
      String room, TranscriptLine line, MessagePayload payload, List<TranscriptFinding> findings) {
    if (!payload.room().equals(room)) {
      findings.add(new TranscriptFinding(Fault.OTHER_ROOM, payload.room()));
    }
    if (!payload.sender().equals(line.sender())) {
      findings.add(new TranscriptFinding(Fault.OTHER_SENDER, payload.sender()));
    }
    return new MessageBody.Text(payload.text(), payload.sentAt());
  }

  private static MessageBody event(
      String room, EventPayload payload, List<TranscriptFinding> findings) {
    if (!payload.room().equals(room)) {
      findings.add(new TranscriptFinding(Fault.OTHER_ROOM, payload.room()));
    }
    return new MessageBody.Event(payload.event(), payload.subject(), payload.actor());
  }

  private void checkSignature(
      TranscriptLine line, Optional<SignedMessage> message, List<TranscriptFinding> findings) {
    try {
      X509Certificate certificate = certificates.get(line.certificateSha256());
      // An erased payload's signature cannot be checked any more; its hash still stands.
      if (message.isPresent() && !message.get().isSignedBy(certificate.getPublicKey())) {
        findings.add(TranscriptFinding.of(Fault.BAD_SIGNATURE));
      }
      Purpose purpose = line.isEvent() ? Purpose.RECEIPT : Purpose.CLIENT;
      PeerIdentity signer =
          certificates.judge(certificate, purpose, Timestamps.parse(line.receivedAt()));
      // PROTOCOL.md §6: a certificate speaks for the users that it states.
      if (!line.isEvent() && !signer.names(line.sender())) {
        findings.add(new TranscriptFinding(Fault.NOT_NAMED, line.sender()));
      }
    } catch (SenderCertificates.CertificateUnavailableException e) {
      findings.add(e.finding());
    } catch (EvidenceException e) {
      findings.add(new TranscriptFinding(Fault.NOT_A_LINE, e.getMessage()));
    }
  }
}
