package org.securechat.protocol.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Verifies an evidence bundle offline: what {@code verify.sh} in it does, and more. Names every
 * failure and stops at none.
 *
 * <p>Certificates are judged at the times of their use, so a bundle stays good when they expire.
 * The bundle's own {@code ca.pem} is not trusted; the caller says which authorities are. Its
 * revocation lists are used as far as these authorities signed them.
 *
 * <p>Thread-safe.
 */
public final class EvidenceVerifier {
  private final Collection<X509Certificate> authorities;
  private final RevocationPolicy policy;

  /**
   * @param authorities whom to trust; at least one
   * @param policy what to do if no revocation list covers the time of a certificate's use
   */
  public EvidenceVerifier(Collection<X509Certificate> authorities, RevocationPolicy policy) {
    this.authorities = List.copyOf(authorities);
    this.policy = policy;
  }

  /**
   * Verifies.
   *
   * @param bundle a folder, or a zip as {@link BundleWriter} wrote it
   * @return never null; a bundle that cannot be read is a failed check
   */
  public VerificationReport verify(Path bundle) {
    ReportBuilder findings = new ReportBuilder();
    try {
      verify(BundleReader.read(bundle), findings);
    } catch (IOException | EvidenceException e) {
      findings.failed("bundle", bundle.toString(), e.getMessage());
    }
    return findings.report();
  }

  private void verify(SortedMap<String, byte[]> files, ReportBuilder findings) {
    // PROTOCOL.md §11: a line of SHA256SUMS for each other file.
    findings.check(
        "sums",
        BundleLayout.SUMS,
        Arrays.equals(BundleLayout.sums(files), files.get(BundleLayout.SUMS)),
        "does not match the files");
    remarkOnConstants(files, findings);

    List<String> lines = lines(files, findings);
    List<TranscriptLine> parsed = parse(lines, findings);
    Optional<Receipt> receipt = receipt(files, findings);
    receipt.ifPresent(r -> {
      TranscriptChecks.checkHash(r, files.get(BundleLayout.TRANSCRIPT), findings);
      TranscriptChecks.check(r, lines, parsed, findings);
    });

    CertificateChecks certificates = new CertificateChecks(files, authorities, policy, findings);
    Optional<String> signer = receipt.flatMap(r -> certificates.checkReceiptSigner(r, files));
    certificates.checkUses(parsed);
    MessageChecks messages = new MessageChecks(files, certificates, receipt, findings);
    parsed.forEach(messages::check);
    messages.remarkOnErased();
    checkFiles(files, parsed, signer, findings);
  }

  private static List<String> lines(SortedMap<String, byte[]> files, ReportBuilder findings) {
    byte[] transcript = files.get(BundleLayout.TRANSCRIPT);
    if (!findings.check("file", BundleLayout.TRANSCRIPT, transcript != null, "missing")) {
      return List.of();
    }
    // One character for each byte, so that whatever is in there stays visible as such.
    List<String> lines =
        new ArrayList<>(
            List.of(new String(transcript, StandardCharsets.ISO_8859_1).split("\n", -1)));
    String rest = lines.remove(lines.size() - 1);
    findings.check("form", BundleLayout.TRANSCRIPT, rest.isEmpty(), "the last line has no end");
    return lines;
  }

  private static List<TranscriptLine> parse(List<String> lines, ReportBuilder findings) {
    List<TranscriptLine> parsed = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      try {
        parsed.add(TranscriptLine.parse(lines.get(i)));
      } catch (EvidenceException e) {
        findings.failed("form", BundleLayout.TRANSCRIPT + ":" + (i + 1), e.getMessage());
      }
    }
    return parsed;
  }

  private static Optional<Receipt> receipt(
      SortedMap<String, byte[]> files, ReportBuilder findings) {
    byte[] document = files.get(BundleLayout.RECEIPT);
    if (!findings.check("file", BundleLayout.RECEIPT, document != null, "missing")) {
      return Optional.empty();
    }
    try {
      Receipt receipt = Receipt.parse(document);
      findings.passed("form", BundleLayout.RECEIPT);
      return Optional.of(receipt);
    } catch (EvidenceException e) {
      findings.failed("form", BundleLayout.RECEIPT, e.getMessage());
      return Optional.empty();
    }
  }

  private static void checkFiles(
      SortedMap<String, byte[]> files,
      List<TranscriptLine> lines,
      Optional<String> signer,
      ReportBuilder findings) {
    SortedSet<String> expected =
        new TreeSet<>(
            List.of(
                BundleLayout.TRANSCRIPT,
                BundleLayout.RECEIPT,
                BundleLayout.RECEIPT_SIGNATURE,
                BundleLayout.AUTHORITIES,
                BundleLayout.SUMS,
                BundleLayout.SCRIPT,
                BundleLayout.README));
    if (files.containsKey(BundleLayout.REVOCATION_LISTS)) {
      expected.add(BundleLayout.REVOCATION_LISTS);
    }
    signer.ifPresent(sha256 -> expected.add(BundleLayout.certificate(sha256)));
    for (TranscriptLine line : lines) {
      String payload = BundleLayout.payload(line.position());
      expected.add(files.containsKey(payload) ? payload : BundleLayout.erased(line.position()));
      expected.add(BundleLayout.signature(line.position()));
      expected.add(BundleLayout.certificate(line.certificateSha256()));
    }
    for (String name : expected) {
      findings.check("file", name, files.containsKey(name), "missing");
    }
    for (String name : files.keySet()) {
      if (!expected.contains(name)) {
        findings.failed("file", name, "does not belong to the bundle");
      }
    }
  }

  // Another release may have had another script; the reader is told.
  private static void remarkOnConstants(SortedMap<String, byte[]> files, ReportBuilder findings) {
    for (String name : List.of(BundleLayout.SCRIPT, BundleLayout.README)) {
      if (!Arrays.equals(BundleLayout.constant(name), files.get(name))) {
        findings.remark(name + " is not the one that this version writes");
      }
    }
  }
}
