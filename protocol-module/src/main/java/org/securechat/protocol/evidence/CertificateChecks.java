package org.securechat.protocol.evidence;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.RevocationSource;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The certificates of a bundle, each judged at the first and the last time of its use. That covers
 * the times between, because validity is an interval.
 */
final class CertificateChecks {
  private final SortedMap<String, byte[]> files;
  private final Collection<X509Certificate> authorities;
  private final CertificateRules rules;
  private final PastRevocation revocation;
  private final ReportBuilder findings;
  private final Map<String, PeerIdentity> identities = new HashMap<>();

  CertificateChecks(
      SortedMap<String, byte[]> files,
      Collection<X509Certificate> authorities,
      RevocationPolicy policy,
      ReportBuilder findings) {
    this.files = files;
    this.authorities = authorities;
    this.findings = findings;
    this.rules =
        new CertificateRules(
            authorities, RevocationSource.none(), RevocationPolicy.ALLOW, Clock.systemUTC());
    this.revocation = new PastRevocation(lists(), policy, findings);
    remarkOnAuthorities();
  }

  /** Verifies the receipt's signature and signer; returns which certificate that is. */
  Optional<String> checkReceiptSigner(Receipt receipt, SortedMap<String, byte[]> allFiles) {
    byte[] signature = allFiles.get(BundleLayout.RECEIPT_SIGNATURE);
    if (signature == null) {
      return Optional.empty();
    }
    try {
      // PROTOCOL.md §10: the signer's chain is judged for the purpose receipt.
      List<X509Certificate> chain =
          ReceiptSigning.verifySignature(allFiles.get(BundleLayout.RECEIPT), signature);
      findings.passed("signature", BundleLayout.RECEIPT_SIGNATURE);
      String sha256 = Digests.sha256Hex(chain.get(0).getEncoded());
      Uses uses = new Uses(Purpose.RECEIPT);
      uses.add(receipt.issuedAt());
      check(chain, uses, BundleLayout.RECEIPT_SIGNATURE);
      return Optional.of(sha256);
    } catch (EvidenceException | GeneralSecurityException e) {
      findings.failed("signature", BundleLayout.RECEIPT_SIGNATURE, e.getMessage());
      return Optional.empty();
    }
  }

  /** Judges every certificate that a line refers to. */
  void checkUses(List<TranscriptLine> lines) {
    Map<String, Uses> all = new TreeMap<>();
    for (TranscriptLine line : lines) {
      Purpose purpose = line.isEvent() ? Purpose.RECEIPT : Purpose.CLIENT;
      Uses uses = all.computeIfAbsent(line.certificateSha256(), sha256 -> new Uses(purpose));
      uses.add(line.receivedAt());
      if (uses.purpose != purpose) {
        findings.failed(
            "certificate",
            BundleLayout.certificate(line.certificateSha256()),
            "used by a user and by the server");
      }
    }
    all.forEach(this::checkFile);
  }

  /** The holder of a certificate that a line refers to, if it was acceptable. */
  Optional<PeerIdentity> identity(String sha256) {
    return Optional.ofNullable(identities.get(sha256));
  }

  /** Judges a certificate that no line names because its holder spoke the classic profile. */
  void checkClassicClient(X509Certificate certificate, String time, String file) {
    Uses uses = new Uses(Purpose.CLASSIC_CLIENT);
    uses.add(time);
    check(List.of(certificate), uses, file);
  }

  private void checkFile(String sha256, Uses uses) {
    String file = BundleLayout.certificate(sha256);
    byte[] pem = files.get(file);
    if (pem == null) {
      return; // Reported with the other missing files.
    }
    try {
      List<X509Certificate> chain = PemBundle.certificates(pem);
      boolean named =
          !chain.isEmpty() && Digests.sha256Hex(chain.get(0).getEncoded()).equals(sha256);
      if (findings.check("certificate", file, named, "another one than its name says")) {
        check(chain, uses, file).ifPresent(identity -> identities.put(sha256, identity));
      }
    } catch (EvidenceException | GeneralSecurityException e) {
      findings.failed("certificate", file, e.getMessage());
    }
  }

  private Optional<PeerIdentity> check(List<X509Certificate> chain, Uses uses, String file) {
    PeerIdentity identity = null;
    for (Instant time : List.of(uses.earliest, uses.latest)) {
      try {
        identity = rules.at(Clock.fixed(time, ZoneOffset.UTC)).verify(chain, uses.purpose);
        findings.passed("certificate", file);
      } catch (ProtocolException e) {
        findings.failed(
            "certificate", file, e.alert().code() + " at " + time + ": " + e.getMessage());
      }
    }
    for (int i = 0; i < chain.size(); i++) {
      checkRevocation(chain, i, uses.latest, file);
    }
    return Optional.ofNullable(identity);
  }

  private void checkRevocation(List<X509Certificate> chain, int i, Instant lastUse, String file) {
    X509Certificate certificate = chain.get(i);
    if (authorities.contains(certificate)) {
      return;
    }
    if (i + 1 < chain.size()) {
      revocation.check(certificate, chain.get(i + 1), lastUse, file);
      return;
    }
    for (X509Certificate authority : authorities) {
      if (isIssuedBy(certificate, authority)) {
        revocation.check(certificate, authority, lastUse, file);
      }
    }
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey(), Providers.bouncyCastle());
      return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  private List<X509CRL> lists() {
    byte[] pem = files.get(BundleLayout.REVOCATION_LISTS);
    if (pem == null) {
      return List.of();
    }
    try {
      return PemBundle.crls(pem);
    } catch (EvidenceException e) {
      findings.failed("form", BundleLayout.REVOCATION_LISTS, e.getMessage());
      return List.of();
    }
  }

  private void remarkOnAuthorities() {
    byte[] pem = files.get(BundleLayout.AUTHORITIES);
    try {
      if (pem != null && !authorities.containsAll(PemBundle.certificates(pem))) {
        findings.remark(BundleLayout.AUTHORITIES + " holds an authority that you did not name");
      }
    } catch (EvidenceException e) {
      findings.failed("form", BundleLayout.AUTHORITIES, e.getMessage());
    }
  }

  /** When and for what one certificate was used. */
  private static final class Uses {
    private final Purpose purpose;
    private Instant earliest = Instant.MAX;
    private Instant latest = Instant.MIN;

    Uses(Purpose purpose) {
      this.purpose = purpose;
    }

    void add(String timestamp) {
      Instant time = Instant.parse(timestamp);
      earliest = time.isBefore(earliest) ? time : earliest;
      latest = time.isAfter(latest) ? time : latest;
    }
  }
}
