package org.securechat.protocol.evidence.verify;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.SortedMap;
import org.securechat.protocol.crypto.SignatureScheme;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;

/**
 * Whether the receipt is one, and is signed (PROTOCOL.md §11.2, 2). Its signer is judged with all
 * certificates.
 */
final class ReceiptChecks {
  private ReceiptChecks() {}

  static Optional<Receipt> parse(SortedMap<String, byte[]> files, ReportBuilder findings) {
    byte[] document = files.get(BundleLayout.RECEIPT);
    if (document == null) {
      return Optional.empty(); // Reported with the other missing files.
    }
    try {
      Receipt receipt = Receipt.parse(document);
      findings.passed(Aspect.RECEIPT, BundleLayout.RECEIPT);
      return Optional.of(receipt);
    } catch (EvidenceException e) {
      findings.failed(Aspect.RECEIPT, BundleLayout.RECEIPT, e.getMessage());
      return Optional.empty();
    }
  }

  static void check(
      Receipt receipt,
      SortedMap<String, byte[]> files,
      BundleCertificates certificates,
      ReportBuilder findings) {
    byte[] signature = files.get(BundleLayout.RECEIPT_SIGNATURE);
    Optional<X509Certificate> signer = certificates.get(receipt.certificate());
    if (signature == null || signer.isEmpty()) {
      return; // Reported with the other missing files.
    }
    findings.check(
        Aspect.SIGNATURE,
        BundleLayout.RECEIPT_SIGNATURE,
        signed(signer.get(), files.get(BundleLayout.RECEIPT), signature),
        "does not verify");
  }

  /** Whether the certificate's key has signed this; false for a key that the protocol refuses. */
  static boolean signed(X509Certificate signer, byte[] document, byte[] signature) {
    if (signature.length > SignedMessage.MAX_SIGNATURE) {
      return false;
    }
    return SignatureScheme.forKey(signer.getPublicKey())
        .map(scheme -> scheme.verify(signer.getPublicKey(), document, signature))
        .orElse(false);
  }
}
