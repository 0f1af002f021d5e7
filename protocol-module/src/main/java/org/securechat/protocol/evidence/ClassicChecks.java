package org.securechat.protocol.evidence;

import org.securechat.protocol.classic.ClassicTranscript;

/**
 * Whether the record of a classic session is what its client signed: beside the server's signature
 * on each line, which is checked like any other.
 */
final class ClassicChecks {
  private final CertificateChecks certificates;
  private final ReportBuilder findings;
  private ClassicSigner client;
  private final ClassicTranscript transcript = new ClassicTranscript();
  private boolean complete = true;
  private boolean remarked;

  ClassicChecks(CertificateChecks certificates, ReportBuilder findings) {
    this.certificates = certificates;
    this.findings = findings;
  }

  /** Lines in their order. */
  void check(TranscriptLine line, String file, ClassicPayload parsed) throws EvidenceException {
    if (!remarked) {
      remarked = true;
      findings.remark(
          parsed.room()
              + ": recorded from the classic protocol, whose signatures cover less;"
              + " what was said is the server's word");
    }
    switch (parsed) {
      case ClassicPayload.Opening opening -> open(line, file, opening);
      case ClassicPayload.Message message -> message(file, message);
      case ClassicPayload.Closing closing -> close(file, closing);
    }
  }

  /** A line is missing or its payload erased: the classic transcript cannot be computed. */
  void incomplete() {
    complete = false;
  }

  private void open(TranscriptLine line, String file, ClassicPayload.Opening opening)
      throws EvidenceException {
    findings.check(
        "position", file, line.position() == 1, "a session that opens inside another's record");
    client = ClassicSigner.of(opening);
    findings.check(
        "certificate", file, client.isNamedRight(), "another fingerprint than the certificate's");
    certificates.checkClassicClient(client.certificate(), line.receivedAt(), file);
  }

  private void message(String file, ClassicPayload.Message message) {
    findings.check(
        "sequence", file, message.seqno() > transcript.last(), "replayed or out of sequence");
    if (client == null) {
      complete = false;
      findings.remark(file + ": the client's own signature is not checked without line 1");
      return;
    }
    findings.check(
        "signature", file, client.hasSigned(message), "the client's own signature is not good");
    if (message.seqno() > transcript.last()) {
      transcript.add(message.seqno(), message.line(client.fingerprint()));
    }
  }

  private void close(String file, ClassicPayload.Closing closing) throws EvidenceException {
    findings.check("signature", file, closing.isSigned(), "the classic receipt is not signed");
    if (complete) {
      findings.check(
          "hash",
          file,
          closing.transcriptSha256().equals(transcript.sha256())
              && closing.firstSeq() == transcript.first()
              && closing.lastSeq() == transcript.last(),
          "the classic receipt is for another transcript");
    }
  }
}
