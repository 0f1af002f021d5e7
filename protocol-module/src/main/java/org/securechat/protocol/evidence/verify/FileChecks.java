package org.securechat.protocol.evidence.verify;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.ClassicPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Positions;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.TranscriptLine;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;

/**
 * Whether a bundle has the files that follow from its receipt and its transcript, and no others
 * (PROTOCOL.md §11.2, 1). Their content is looked at later, except where a name states it.
 */
final class FileChecks {
  private static final List<String> ALWAYS =
      List.of(
          BundleLayout.RECEIPT,
          BundleLayout.RECEIPT_SIGNATURE,
          BundleLayout.TRANSCRIPT,
          BundleLayout.MEMBERS,
          BundleLayout.AUTHORITY,
          BundleLayout.README,
          BundleLayout.SCRIPT);

  private FileChecks() {}

  static void check(
      SortedMap<String, byte[]> files,
      BundleCertificates certificates,
      Optional<Receipt> receipt,
      List<TranscriptLine> lines,
      ReportBuilder findings) {
    constants(files, findings);
    authority(files, findings);
    Set<String> required = new TreeSet<>(ALWAYS);
    Set<String> permitted = new HashSet<>(Set.of(BundleLayout.REPORT));
    Optional<Positions> erased = receipt.flatMap(Receipt::erasedPositions);
    for (TranscriptLine line : lines) {
      required.add(BundleLayout.signature(line.position()));
      // PROTOCOL.md §11: what the receipt calls erased is not there.
      if (erased.filter(positions -> positions.contains(line.position())).isEmpty()) {
        permitted.add(BundleLayout.payload(line.position()));
      }
    }
    certificates
        .withIssuers(named(files, receipt, lines))
        .forEach(sha256 -> required.add(BundleLayout.certificate(sha256)));
    receipt.ifPresent(r -> {
      for (String list : r.revocation()) {
        required.add(BundleLayout.revocationList(list));
      }
    });
    pairs(files, required);
    new ContentChecks(files, findings).check(lines, permitted);
    for (String name : required) {
      findings.check(Aspect.FILE, name, files.containsKey(name), "missing");
    }
    for (String name : files.keySet()) {
      if (!required.contains(name) && !permitted.contains(name)) {
        findings.failed(Aspect.FILE, name, "does not belong to the bundle");
      }
    }
    hashes(files, findings);
  }

  /** The certificates that somebody has signed with. */
  private static Set<String> named(
      SortedMap<String, byte[]> files, Optional<Receipt> receipt, List<TranscriptLine> lines) {
    Set<String> named = new TreeSet<>();
    receipt.ifPresent(r -> named.add(r.certificate()));
    for (TranscriptLine line : lines) {
      named.add(line.certificateSha256());
      byte[] payload = files.get(BundleLayout.payload(line.position()));
      if (line.isEvent() && payload != null) {
        classicClient(payload).ifPresent(named::add);
      }
    }
    CountersignatureChecks.certificates(files).forEach(named::add);
    return named;
  }

  private static Optional<String> classicClient(byte[] payload) {
    try {
      return ClassicPayload.clientCertificate(payload);
    } catch (EvidenceException e) {
      return Optional.empty(); // Said where the payload is looked at.
    }
  }

  /** Countersignatures are optional, but each has a statement and a signature. */
  private static void pairs(SortedMap<String, byte[]> files, Set<String> required) {
    for (String name : files.keySet()) {
      if (name.startsWith(BundleLayout.COUNTERSIGNATURES)) {
        String stem = name.substring(0, name.lastIndexOf('.'));
        required.add(stem + ".json");
        required.add(stem + ".sig");
      }
    }
  }

  private static void hashes(SortedMap<String, byte[]> files, ReportBuilder findings) {
    files.forEach((name, content) -> {
      if (name.startsWith(BundleLayout.REVOCATION)) {
        findings.check(
            Aspect.FILE,
            name,
            name.equals(BundleLayout.revocationList(Digests.sha256Hex(content))),
            "not what its name says");
      }
    });
  }

  private static void constants(SortedMap<String, byte[]> files, ReportBuilder findings) {
    for (String name : BundleLayout.CONSTANTS) {
      byte[] content = files.get(name);
      if (content != null) {
        // PROTOCOL.md §11: the bundle's own instructions could mislead whoever follows them.
        findings.check(
            Aspect.FILE,
            name,
            Arrays.equals(BundleLayout.constant(name), content),
            "not the one of this release");
      }
    }
  }

  private static void authority(SortedMap<String, byte[]> files, ReportBuilder findings) {
    byte[] der = files.get(BundleLayout.AUTHORITY);
    if (der == null) {
      return;
    }
    // It proves nothing, so that its form alone is looked at: by a rule that all verifiers share,
    // and not by a parser that has opinions of its own.
    findings.check(
        Aspect.FILE, BundleLayout.AUTHORITY, DerOutline.isCertificate(der), "not one certificate");
  }
}
