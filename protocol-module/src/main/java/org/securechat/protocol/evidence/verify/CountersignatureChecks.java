package org.securechat.protocol.evidence.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;

/** Whether members have signed this receipt, too (PROTOCOL.md §11.2, 10). */
final class CountersignatureChecks {
  private CountersignatureChecks() {}

  /** The certificates that statements name, as far as they can be read. */
  static List<String> certificates(SortedMap<String, byte[]> files) {
    List<String> certificates = new ArrayList<>();
    files.forEach((name, content) -> {
      if (isStatement(name)) {
        try {
          certificates.add(Countersignature.parse(content).certificate());
        } catch (EvidenceException e) {
          // Said where the statement is looked at.
        }
      }
    });
    return certificates;
  }

  static List<Countersigned> parse(SortedMap<String, byte[]> files, ReportBuilder findings) {
    List<Countersigned> parsed = new ArrayList<>();
    files.forEach((name, content) -> {
      if (isStatement(name)) {
        try {
          parsed.add(new Countersigned(name, Countersignature.parse(content)));
        } catch (EvidenceException e) {
          findings.failed(Aspect.COUNTERSIGNATURE, name, e.getMessage());
        }
      }
    });
    return parsed;
  }

  private static boolean isStatement(String name) {
    return name.startsWith(BundleLayout.COUNTERSIGNATURES) && name.endsWith(".json");
  }

  static void check(
      SortedMap<String, byte[]> files,
      CertificateChecks certificates,
      List<Countersigned> countersigned,
      ReportBuilder findings) {
    byte[] receipt = files.get(BundleLayout.RECEIPT);
    for (Countersigned each : countersigned) {
      Countersignature statement = each.statement();
      boolean belongs =
          findings.check(
              Aspect.COUNTERSIGNATURE,
              each.file(),
              each.file().equals(BundleLayout.countersignature(statement.user()))
                  && statement.receiptSha256().equals(Digests.sha256Hex(receipt)),
              "for another receipt, or by another user");
      Optional<PeerIdentity> signer =
          certificates.identity(statement.certificate(), Purpose.CLIENT);
      if (belongs) {
        // What somebody else has laid here says nothing about a certificate and its lines.
        signer.ifPresent(identity -> certificates.checkUser(statement.user(), identity));
      }
      byte[] signature = files.get(BundleLayout.countersignatureSignature(statement.user()));
      findings.check(
          Aspect.COUNTERSIGNATURE,
          each.file(),
          signer.isPresent()
              && signature != null
              && signature.length <= SignedMessage.MAX_SIGNATURE
              && signer.get().signed(files.get(each.file()), signature),
          "does not verify");
    }
  }
}
