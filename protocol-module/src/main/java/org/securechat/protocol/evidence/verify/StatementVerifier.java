package org.securechat.protocol.evidence.verify;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.evidence.verify.VerificationReport.Statement;
import org.securechat.protocol.identity.RevocationPolicy;

/**
 * Verifies what a server has signed outside of a bundle: a receipt, with or without its lines, or a
 * heads file, each with certificates and revocation lists beside it under the names of a bundle's
 * (PROTOCOL.md §11.3). Thread-safe.
 */
public final class StatementVerifier {
  /** A heads file. */
  public static final String HEADS = "heads.txt";

  /** The room's lines from the first one on. */
  public static final String LINES = "lines.txt";

  private final Collection<X509Certificate> authorities;
  private final Collection<X509CRL> outside;
  private final RevocationPolicy policy;

  /** As {@link EvidenceVerifier}. */
  public StatementVerifier(
      Collection<X509Certificate> authorities,
      Collection<X509CRL> outside,
      RevocationPolicy policy) {
    this.authorities = List.copyOf(authorities);
    this.outside = List.copyOf(outside);
    this.policy = policy;
  }

  /** Verifies {@code receipt.json} by {@code receipt.sig}, and the lines if there are any. */
  public VerificationReport receipt(SortedMap<String, byte[]> files) {
    ReportBuilder findings = new ReportBuilder();
    BundleCertificates certificates = new BundleCertificates(files, authorities, findings);
    Optional<Receipt> parsed = ReceiptChecks.parse(files, findings);
    if (parsed.isEmpty()) {
      return findings.report();
    }
    Receipt receipt = parsed.get();
    present(files, findings, BundleLayout.RECEIPT_SIGNATURE, receipt.certificate());
    ReceiptChecks.check(receipt, files, certificates, findings);
    signer(receipt.certificate(), receipt.server(), receipt.issuedAt(), policy, files, findings);
    if (receipt.first() == 1) {
      // PROTOCOL.md §9.2: chain(0) follows from the room's id.
      findings.check(
          Aspect.CHAIN,
          BundleLayout.RECEIPT,
          receipt.previousChain().equals(receipt.genesis()),
          "the chain does not start with the room");
    }
    List<TranscriptLine> lines = List.of();
    if (files.containsKey(LINES)) {
      lines = lines(files, findings);
      chain(receipt, lines, findings);
    }
    findings.statement(
        new Statement(
            subject(certificates, receipt.certificate()),
            receipt.server(),
            receipt.room(),
            receipt.roomId(),
            receipt.first(),
            receipt.last(),
            time(lines, receipt.first()),
            time(lines, receipt.last()),
            receipt.issuedAt()));
    return findings.report();
  }

  /** Verifies {@code heads.txt}, whose second line is its signature (PROTOCOL.md §9.5). */
  public VerificationReport heads(SortedMap<String, byte[]> files) {
    ReportBuilder findings = new ReportBuilder();
    BundleCertificates certificates = new BundleCertificates(files, authorities, findings);
    try {
      HeadsFile file = HeadsFile.parse(files.get(HEADS));
      HeadsDocument document = file.document();
      findings.passed(Aspect.RECEIPT, HEADS);
      present(files, findings, HEADS, document.certificate());
      certificates
          .get(document.certificate())
          .ifPresent(signer ->
              findings.check(
                  Aspect.SIGNATURE,
                  HEADS,
                  ReceiptChecks.signed(signer, document.encode(), file.signature()),
                  "does not verify"));
      // PROTOCOL.md §9.5: a heads file names no lists, so what none covers is no fault of it.
      signer(
          document.certificate(),
          document.server(),
          document.at(),
          RevocationPolicy.ALLOW,
          files,
          findings);
      findings.statement(
          new Statement(
              subject(certificates, document.certificate()),
              document.server(),
              "",
              "",
              0,
              0,
              "",
              "",
              document.at()));
    } catch (EvidenceException e) {
      findings.failed(Aspect.RECEIPT, HEADS, e.getMessage());
    }
    return findings.report();
  }

  /** Verifies lines that nothing signs as a whole: that they can be a room's first ones. */
  public VerificationReport lines(SortedMap<String, byte[]> files) {
    ReportBuilder findings = new ReportBuilder();
    lines(files, findings);
    return findings.report();
  }

  /**
   * Of all certificates and lists those that the statement among the files needs.
   *
   * @throws EvidenceException if the statement is malformed
   */
  public static SortedMap<String, byte[]> needed(SortedMap<String, byte[]> files)
      throws EvidenceException {
    String signer = "";
    List<String> lists = List.of();
    if (files.containsKey(BundleLayout.RECEIPT)) {
      Receipt receipt = Receipt.parse(files.get(BundleLayout.RECEIPT));
      signer = receipt.certificate();
      lists = receipt.revocation();
    } else if (files.containsKey(HEADS)) {
      signer = HeadsFile.parse(files.get(HEADS)).document().certificate();
    }
    BundleCertificates all = new BundleCertificates(files, List.of(), new ReportBuilder());
    Set<String> names = new HashSet<>();
    all.withIssuers(Set.of(signer)).forEach(one -> names.add(BundleLayout.certificate(one)));
    lists.forEach(list -> names.add(BundleLayout.revocationList(list)));
    SortedMap<String, byte[]> needed = new TreeMap<>(files);
    needed.keySet().removeIf(name -> name.contains("/") && !names.contains(name));
    return needed;
  }

  private static void present(
      SortedMap<String, byte[]> files, ReportBuilder findings, String signature, String signer) {
    for (String name : List.of(signature, BundleLayout.certificate(signer))) {
      findings.check(Aspect.FILE, name, files.containsKey(name), "missing");
    }
  }

  private void signer(
      String certificate,
      String server,
      String at,
      RevocationPolicy without,
      SortedMap<String, byte[]> files,
      ReportBuilder findings) {
    new CertificateChecks(
            new BundleCertificates(files, authorities, new ReportBuilder()),
            new PastRevocation(files, outside, without, findings),
            authorities,
            findings)
        .checkStatement(certificate, server, at);
  }

  private static String subject(BundleCertificates certificates, String sha256) {
    return certificates.get(sha256).map(one -> one.getSubjectX500Principal().getName()).orElse("");
  }

  private static List<TranscriptLine> lines(
      SortedMap<String, byte[]> files, ReportBuilder findings) {
    List<TranscriptLine> lines = new ArrayList<>();
    String before = "";
    for (String text : texts(files)) {
      try {
        TranscriptLine line = TranscriptLine.parse(text);
        // PROTOCOL.md §9.1: positions rise by one, and times never fall.
        if (line.position() != lines.size() + 1 || line.receivedAt().compareTo(before) < 0) {
          findings.failed(Aspect.TRANSCRIPT, LINES, "line " + (lines.size() + 1) + " is another");
          return lines;
        }
        before = line.receivedAt();
        lines.add(line);
      } catch (EvidenceException e) {
        findings.failed(Aspect.TRANSCRIPT, LINES + ":" + (lines.size() + 1), e.getMessage());
        return lines;
      }
    }
    findings.passed(Aspect.TRANSCRIPT, LINES);
    return lines;
  }

  /** The lines of {@link #LINES}; what has no end counts as a line, too, and is malformed. */
  public static List<String> texts(SortedMap<String, byte[]> files) {
    String all = new String(files.getOrDefault(LINES, new byte[0]), StandardCharsets.ISO_8859_1);
    List<String> texts = new ArrayList<>(List.of(all.split("\n", -1)));
    if (texts.getLast().isEmpty()) {
      texts.removeLast();
    } else {
      texts.add("");
    }
    return texts;
  }

  private static void chain(Receipt receipt, List<TranscriptLine> lines, ReportBuilder findings) {
    List<String> chains = new ArrayList<>(List.of(receipt.genesis()));
    lines.forEach(line -> chains.add(Chain.next(chains.getLast(), line.format())));
    // PROTOCOL.md §10: the receipt is over these lines, and those before the first lead to it.
    boolean covered =
        receipt.last() < chains.size()
            && chains.get((int) receipt.last()).equals(receipt.chain())
            && chains.get((int) receipt.first() - 1).equals(receipt.previousChain());
    findings.check(Aspect.CHAIN, LINES, covered, "not the lines that the receipt is over");
    if (covered) {
      List<String> texts =
          lines.subList((int) receipt.first() - 1, (int) receipt.last()).stream()
              .map(TranscriptLine::format)
              .toList();
      findings.check(
          Aspect.TRANSCRIPT,
          LINES,
          receipt.transcriptSha256().equals(Receipt.transcriptSha256(texts)),
          "not the transcript of the receipt");
    }
  }

  private static String time(List<TranscriptLine> lines, long position) {
    return position < 1 || position > lines.size()
        ? ""
        : lines.get((int) position - 1).receivedAt();
  }
}
