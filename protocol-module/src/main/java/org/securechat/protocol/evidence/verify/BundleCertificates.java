package org.securechat.protocol.evidence.verify;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import javax.security.auth.x500.X500Principal;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.BundleLayout;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.verify.VerificationReport.Aspect;
import org.securechat.protocol.identity.DerCertificate;

/** The certificates that lie in a bundle, each by its hash. Names are compared as their bytes. */
final class BundleCertificates {
  private final Map<String, X509Certificate> certificates = new HashMap<>();
  private final Map<ByteBuffer, List<String>> bySubject = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  BundleCertificates(
      SortedMap<String, byte[]> files,
      Collection<X509Certificate> authorities,
      ReportBuilder findings) {
    for (X509Certificate authority : authorities) {
      given.add(DerCertificate.sha256(authority));
    }
    files.forEach((name, content) -> {
      if (name.startsWith(BundleLayout.CERTIFICATES)) {
        read(name, content, findings);
      }
    });
  }

  private void read(String name, byte[] content, ReportBuilder findings) {
    String sha256 = Digests.sha256Hex(content);
    boolean named = name.equals(BundleLayout.certificate(sha256));
    if (!findings.check(Aspect.FILE, name, named, "not what its name says")) {
      return;
    }
    try {
      X509Certificate certificate = parse(content);
      certificates.put(sha256, certificate);
      bySubject
          .computeIfAbsent(bytes(certificate.getSubjectX500Principal()), _ -> new ArrayList<>())
          .add(sha256);
    } catch (EvidenceException e) {
      findings.failed(Aspect.CERTIFICATE, name, e.getMessage());
    }
  }

  /** Exactly one certificate in DER. */
  static X509Certificate parse(byte[] der) throws EvidenceException {
    return DerCertificate.parse(der)
        .orElseThrow(() -> new EvidenceException("not exactly one certificate"));
  }

  Optional<X509Certificate> get(String sha256) {
    return Optional.ofNullable(certificates.get(sha256));
  }

  /**
   * The certificates here whose subject is a certificate's issuer, in the order of their hashes.
   */
  List<X509Certificate> issuersOf(X509Certificate certificate) {
    return issuers(certificate).stream().map(certificates::get).toList();
  }

  private List<String> issuers(X509Certificate certificate) {
    return bySubject.getOrDefault(bytes(certificate.getIssuerX500Principal()), List.of()).stream()
        .filter(candidate -> !given.contains(candidate))
        .toList();
  }

  /** A name as a key: equal only to one of the same encoding. */
  private static ByteBuffer bytes(X500Principal name) {
    return ByteBuffer.wrap(name.getEncoded());
  }

  /** Adds the issuers of certificates that are needed, and theirs, as far as they are here. */
  Set<String> withIssuers(Set<String> needed) {
    Set<String> all = new TreeSet<>(needed);
    Deque<String> open = new ArrayDeque<>(needed);
    while (!open.isEmpty()) {
      X509Certificate certificate = certificates.get(open.remove());
      if (certificate != null) {
        issuers(certificate).stream().filter(all::add).forEach(open::add);
      }
    }
    return all;
  }
}
