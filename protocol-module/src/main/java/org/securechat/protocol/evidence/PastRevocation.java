package org.securechat.protocol.evidence;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.SignatureAlgorithms;

/**
 * Revocation seen from later: a list made after a signature still says whether the certificate had
 * been revoked before it. So, unlike at login, a list counts if it was still current at the time of
 * use or is newer, and an entry counts from its date on.
 */
final class PastRevocation {
  private static final Set<String> UNDERSTOOD = Set.of("2.5.29.20", "2.5.29.35");

  private final List<X509CRL> lists;
  private final RevocationPolicy policy;
  private final ReportBuilder findings;

  PastRevocation(List<X509CRL> lists, RevocationPolicy policy, ReportBuilder findings) {
    this.lists = lists;
    this.policy = policy;
    this.findings = findings;
  }

  void check(X509Certificate certificate, X509Certificate issuer, Instant lastUse, String file) {
    boolean covered = false;
    for (X509CRL list : lists) {
      if (!isAuthentic(list, issuer)) {
        continue;
      }
      covered |=
          list.getNextUpdate() != null && !list.getNextUpdate().toInstant().isBefore(lastUse);
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      if (entry == null) {
        continue;
      }
      Instant revoked = entry.getRevocationDate().toInstant();
      if (revoked.isAfter(lastUse)) {
        findings.remark(file + ": revoked at " + revoked + ", after its last use here");
      } else {
        findings.failed("revocation", file, "revoked at " + revoked + ", before its last use");
      }
    }
    if (policy == RevocationPolicy.REFUSE || covered) {
      findings.check("revocation", file, covered, "no revocation list covers the time of its use");
    } else {
      findings.remark(file + ": no revocation list covers the time of its use");
    }
  }

  private static boolean isAuthentic(X509CRL list, X509Certificate issuer) {
    Set<String> critical = list.getCriticalExtensionOIDs();
    if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        || (critical != null && !UNDERSTOOD.containsAll(critical))
        || !SignatureAlgorithms.isAcceptable(list.getSigAlgOID(), list.getSigAlgParams())) {
      return false;
    }
    try {
      list.verify(issuer.getPublicKey(), Providers.bouncyCastle());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
