package org.securechat.protocol.evidence.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.securechat.protocol.evidence.BundleWriter;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Verifies an evidence bundle offline: what {@code verify.sh} in it does, in the same order and
 * with the same verdict (PROTOCOL.md §11.2). Names every failure and stops at none that lets it go
 * on.
 *
 * <p>Certificates are judged at the times of their use, so a bundle stays good when they expire.
 * The bundle's own authority is not trusted; the caller says which authorities are.
 *
 * <p>Thread-safe.
 */
public final class EvidenceVerifier {
  private final Collection<X509Certificate> authorities;
  private final Collection<X509CRL> outside;
  private final RevocationPolicy policy;
  private final boolean parallel;

  /**
   * @param authorities whom to trust; at least one
   * @param policy what to do if no revocation list covers the time of a certificate's use
   */
  public EvidenceVerifier(Collection<X509Certificate> authorities, RevocationPolicy policy) {
    this(authorities, List.of(), policy);
  }

  /**
   * @param outside revocation lists that count beside those in the bundle, such as newer ones
   */
  public EvidenceVerifier(
      Collection<X509Certificate> authorities,
      Collection<X509CRL> outside,
      RevocationPolicy policy) {
    this(authorities, outside, policy, true);
  }

  private EvidenceVerifier(
      Collection<X509Certificate> authorities,
      Collection<X509CRL> outside,
      RevocationPolicy policy,
      boolean parallel) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("name at least one authority");
    }
    this.authorities = List.copyOf(authorities);
    this.outside = List.copyOf(outside);
    this.policy = policy;
    this.parallel = parallel;
  }

  /** Whom this verifier trusts. */
  public Collection<X509Certificate> authorities() {
    return authorities;
  }

  /**
   * The same verifier, but one that takes one processor alone and leaves the others to those who
   * wait for them.
   */
  public EvidenceVerifier onOneThread() {
    return new EvidenceVerifier(authorities, outside, policy, false);
  }

  /**
   * Verifies.
   *
   * @param bundle a folder, or a zip as {@link BundleWriter} wrote it
   * @return never null; a bundle that cannot be read is a failed check
   */
  public VerificationReport verify(Path bundle) {
    return examine(bundle).report();
  }

  /** As {@link #verify(Path)}, with what the bundle says. */
  public Examination examine(Path bundle) {
    try {
      return examine(BundleReader.read(bundle));
    } catch (IOException | EvidenceException e) {
      ReportBuilder findings = new ReportBuilder();
      findings.failed(Aspect.FILE, bundle.toString(), e.getMessage());
      return Examination.withoutContent(findings.report());
    }
  }

  /** Verifies files that have the names of a bundle's. */
  public VerificationReport verify(SortedMap<String, byte[]> files) {
    return examine(files).report();
  }

  /** As {@link #verify(SortedMap)}, with what the bundle says; the files must not change after. */
  public Examination examine(SortedMap<String, byte[]> files) {
    ReportBuilder findings = new ReportBuilder();
    BundleCertificates certificates = new BundleCertificates(files, authorities, findings);
    Optional<Receipt> receipt = ReceiptChecks.parse(files, findings);
    List<TranscriptLine> lines = TranscriptChecks.parse(files, parallel, findings);
    FileChecks.check(files, certificates, receipt, lines, findings);
    if (receipt.isEmpty()) {
      return Examination.withoutContent(findings.report());
    }
    Examination.Content content = examine(receipt.get(), lines, files, certificates, findings);
    return Examination.of(findings.report(), content);
  }

  /** The order is that of PROTOCOL.md §11.2. */
  private Examination.Content examine(
      Receipt receipt,
      List<TranscriptLine> lines,
      SortedMap<String, byte[]> files,
      BundleCertificates certificates,
      ReportBuilder findings) {
    ReceiptChecks.check(receipt, files, certificates, findings);
    findings.statement(statement(receipt, lines, certificates));
    List<String> chain = Chain.values(receipt.previousChain(), lines);
    TranscriptChecks.check(receipt, files, lines, chain, findings);

    Payloads payloads = new Payloads(files, lines, parallel);
    List<Countersigned> countersigned = CountersignatureChecks.parse(files, findings);
    CertificateChecks judged =
        new CertificateChecks(
            certificates,
            new PastRevocation(files, outside, policy, findings),
            authorities,
            findings);
    judged.check(receipt, lines, payloads, countersigned);
    new PayloadChecks(receipt, judged, payloads, files, findings, parallel).check(lines);
    HistoryChecks history = new HistoryChecks(receipt, files, payloads, lines, chain, findings);
    history.check();
    new ErasureChecks(receipt, payloads, findings).check(lines);
    CountersignatureChecks.check(files, judged, countersigned, findings);

    LineFindings failed = new LineFindings(findings.report());
    Participants signers =
        Participants.of(receipt, lines, failed.proven(payloads.opening(), lines), countersigned);
    return new Examination.Content(
        files,
        receipt,
        receipt.revokedPositions(),
        lines,
        payloads,
        signers.judged(certificates, judged, findings, failed),
        history.membersBefore(),
        countersigned);
  }

  private static Statement statement(
      Receipt receipt, List<TranscriptLine> lines, BundleCertificates certificates) {
    return new Statement(
        certificates
            .get(receipt.certificate())
            .map(signer -> signer.getSubjectX500Principal().getName())
            .orElse(""),
        receipt.server(),
        receipt.room(),
        receipt.roomId(),
        receipt.first(),
        receipt.last(),
        lines.isEmpty() ? "" : lines.get(0).receivedAt(),
        lines.isEmpty() ? "" : lines.get(lines.size() - 1).receivedAt(),
        receipt.issuedAt());
  }
}
