package org.securechat.protocol.evidence.verify;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.CompleteList;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.SignatureAlgorithms;

/**
 * Revocation seen from later: a list made after a signature still says whether the certificate had
 * been revoked before it. So, unlike at login, a list counts if it was still current at the time of
 * use or is newer, and an entry counts from its date on, or from its invalidity date where that is
 * earlier (RFC 5280 §5.3.2).
 */
final class PastRevocation {
  private static final String INVALIDITY_DATE = "2.5.29.24";

  private final List<X509CRL> lists = new ArrayList<>();
  private final Map<X509Certificate, List<X509CRL>> authentic = new HashMap<>();
  private final RevocationPolicy policy;
  private final ReportBuilder findings;

  PastRevocation(
      SortedMap<String, byte[]> files,
      Collection<X509CRL> outside,
      RevocationPolicy policy,
      ReportBuilder findings) {
    this.policy = policy;
    this.findings = findings;
    files.forEach((name, content) -> {
      if (name.startsWith(BundleLayout.REVOCATION)) {
        parse(content)
            .ifPresentOrElse(
                list -> take(list, name),
                () -> findings.failed(Aspect.REVOCATION, name, "not exactly one revocation list"));
      }
    });
    outside.forEach(list -> take(list, "a list from outside"));
  }

  private void take(X509CRL list, String name) {
    if (findings.check(Aspect.REVOCATION, name, CompleteList.is(list), "not a complete list")) {
      lists.add(list);
    }
  }

  /**
   * Judges each certificate of a path but the authority.
   *
   * @param path leaf first, the authority last
   */
  void check(List<X509Certificate> path, String lastUse, String file) {
    for (int i = 0; i + 1 < path.size(); i++) {
      check(path.get(i), path.get(i + 1), Instant.parse(lastUse), file);
    }
  }

  private void check(
      X509Certificate certificate, X509Certificate issuer, Instant lastUse, String file) {
    boolean covered = false;
    for (X509CRL list : authentic.computeIfAbsent(issuer, this::authenticFrom)) {
      covered |=
          list.getNextUpdate() != null && !list.getNextUpdate().toInstant().isBefore(lastUse);
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      if (entry != null) {
        judge(entry, lastUse, file);
      }
    }
    if (policy == RevocationPolicy.REFUSE || covered) {
      findings.check(
          Aspect.REVOCATION, file, covered, "no revocation list covers the time of its use");
    } else {
      findings.note(file, "no revocation list covers the time of its use");
    }
  }

  private void judge(X509CRLEntry entry, Instant lastUse, String file) {
    Instant revoked = effective(entry);
    if (revoked.isAfter(lastUse)) {
      findings.note(file, "revoked at " + revoked + ", after its last use here");
    } else {
      findings.failed(
          Aspect.REVOCATION, file, "revoked at " + revoked + ", not after its last use");
    }
  }

  /** From when on the certificate counts as revoked. */
  private static Instant effective(X509CRLEntry entry) {
    Instant revoked = entry.getRevocationDate().toInstant();
    byte[] extension = entry.getExtensionValue(INVALIDITY_DATE);
    if (extension == null) {
      return revoked;
    }
    try {
      Instant invalid =
          ASN1GeneralizedTime.getInstance(ASN1OctetString.getInstance(extension).getOctets())
              .getDate()
              .toInstant();
      return invalid.isBefore(revoked) ? invalid : revoked;
    } catch (ParseException | RuntimeException e) {
      // When it became invalid cannot be read: then it was never good.
      return Instant.EPOCH;
    }
  }

  private List<X509CRL> authenticFrom(X509Certificate issuer) {
    return lists.stream().filter(list -> isAuthentic(list, issuer)).toList();
  }

  private static boolean isAuthentic(X509CRL list, X509Certificate issuer) {
    if (!Arrays.equals(
            list.getIssuerX500Principal().getEncoded(),
            issuer.getSubjectX500Principal().getEncoded())
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

  /** Exactly one list in DER. */
  private static Optional<X509CRL> parse(byte[] der) {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509", Providers.bouncyCastle())
                  .generateCRL(new ByteArrayInputStream(der));
      return list != null && Arrays.equals(list.getEncoded(), der)
          ? Optional.of(list)
          : Optional.empty();
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
