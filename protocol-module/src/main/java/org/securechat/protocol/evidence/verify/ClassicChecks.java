package org.securechat.protocol.evidence.verify;

import java.util.Optional;
import org.securechat.protocol.classic.ClassicTranscript;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.ClassicSigner;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;

/**
 * Whether the record of a classic session is what its client signed: beside the server's signature
 * on each line, which is checked like any other.
 */
final class ClassicChecks {
  private final CertificateChecks certificates;
  private final Payloads payloads;
  private final ReportBuilder findings;
  private final ClassicTranscript transcript = new ClassicTranscript();
  private boolean complete;
  private boolean remarked;

  ClassicChecks(CertificateChecks certificates, Payloads payloads, ReportBuilder findings) {
    this.certificates = certificates;
    this.payloads = payloads;
    this.findings = findings;
    this.complete = payloads.opening().isPresent();
  }

  /** Lines in their order. */
  void check(TranscriptLine line, String file, ClassicPayload parsed) {
    if (!remarked) {
      remarked = true;
      findings.remark(
          parsed.room()
              + ": recorded from the classic protocol, whose signatures cover less;"
              + " what was said is the server's word");
    }
    switch (parsed) {
      case ClassicPayload.Opening _ -> open(line, file);
      case ClassicPayload.Message message -> message(file, message);
      case ClassicPayload.Closing closing -> close(file, closing);
    }
  }

  /** A line is missing or its payload erased: the classic transcript cannot be computed. */
  void incomplete() {
    complete = false;
  }

  private Optional<ClassicSigner> client() {
    return payloads
        .opening()
        .flatMap(opening ->
            certificates
                .identity(opening.certificate(), Purpose.CLASSIC_CLIENT)
                .map(PeerIdentity::leaf)
                .map(leaf -> ClassicSigner.of(opening, leaf)));
  }

  private void open(TranscriptLine line, String file) {
    findings.check(
        Aspect.HISTORY, file, line.position() == 1, "a session that opens inside another's record");
    client()
        .ifPresent(client ->
            findings.check(
                Aspect.CERTIFICATE,
                file,
                client.isNamedRight(),
                "another fingerprint than the certificate's"));
  }

  private void message(String file, ClassicPayload.Message message) {
    findings.check(
        Aspect.HISTORY, file, message.seqno() > transcript.last(), "replayed or out of sequence");
    Optional<ClassicSigner> client = client();
    if (client.isEmpty()) {
      complete = false;
      findings.remark(file + ": the client's own signature is not checked without line 1");
      return;
    }
    findings.check(
        Aspect.SIGNATURE,
        file,
        client.get().hasSigned(message),
        "the client's own signature is not good");
    if (message.seqno() > transcript.last()) {
      transcript.add(message.seqno(), message.line(client.get().fingerprint()));
    }
  }

  private void close(String file, ClassicPayload.Closing closing) {
    findings.check(Aspect.SIGNATURE, file, isSigned(closing), "the classic receipt is not signed");
    if (complete) {
      findings.check(
          Aspect.HISTORY,
          file,
          closing.transcriptSha256().equals(transcript.sha256())
              && closing.firstSeq() == transcript.first()
              && closing.lastSeq() == transcript.last(),
          "the classic receipt is for another transcript");
    }
  }

  private static boolean isSigned(ClassicPayload.Closing closing) {
    try {
      return closing.isSigned();
    } catch (EvidenceException e) {
      return false;
    }
  }
}
