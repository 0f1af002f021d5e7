package org.securechat.protocol.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** Paths to the configured authorities (PROTOCOL.md §6.1 and §6.2). Immutable and thread-safe. */
final class TrustedPaths {
  private final Set<X509Certificate> authorities;

  TrustedPaths(Collection<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("no authority is configured: name at least one");
    }
    this.authorities = new LinkedHashSet<>(reparse(authorities));
  }

  /** By the parser that reads the peers' chains, so that equal certificates are equal objects. */
  private static List<X509Certificate> reparse(Collection<X509Certificate> certificates) {
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate certificate : certificates) {
        encoded.add(certificate.getEncoded());
      }
      return parse(encoded);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("an authority's certificate cannot be read", e);
    }
  }

  /** Those that a path can lead to. */
  Set<X509Certificate> authorities() {
    return authorities;
  }

  static List<X509Certificate> parse(List<byte[]> chain) throws GeneralSecurityException {
    CertificateFactory factory = factory();
    List<X509Certificate> parsed = new ArrayList<>();
    for (byte[] encoded : chain) {
      X509Certificate certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
      // Trailing bytes, PEM, or an encoding that is not DER: one certificate, one hash.
      if (certificate == null || !MessageDigest.isEqual(certificate.getEncoded(), encoded)) {
        throw new CertificateException("not exactly one DER certificate");
      }
      parsed.add(certificate);
    }
    return parsed;
  }

  /**
   * Validates the path, revocation aside.
   *
   * @return the chain and, last, the authority that it leads to
   */
  List<X509Certificate> validate(List<X509Certificate> chain, Instant now)
      throws ProtocolException, GeneralSecurityException {
    List<X509Certificate> path = withoutAuthorities(chain);
    X509Certificate last = path.get(path.size() - 1);
    List<X509Certificate> named =
        authorities.stream().filter(authority -> NameBytes.isNamedBy(authority, last)).toList();
    // An authority at the end that is none of ours may have the name of one.
    if (named.isEmpty() || (path.size() > 1 && NameBytes.isNamedBy(last, last))) {
      throw unknown(last);
    }
    checkValidity(path, now);
    insistOnProfile(path);
    for (int i = 0; i + 1 < path.size(); i++) {
      if (!NameBytes.isNamedBy(path.get(i + 1), path.get(i))
          || !IssuerSignatures.hasSigned(path.get(i + 1), path.get(i))) {
        throw CertificateRules.bad("a certificate that the next has not signed", null);
      }
    }
    List<X509Certificate> complete = new ArrayList<>(path);
    complete.add(anchorOf(last, named, path.size() - 1, now));
    return List.copyOf(complete);
  }

  private static void insistOnProfile(List<X509Certificate> path)
      throws ProtocolException, GeneralSecurityException {
    CertificateProfile.insistOnLeaf(path.get(0));
    for (int i = 1; i < path.size(); i++) {
      CertificateProfile.insistOnIssuer(path.get(i), i - 1);
    }
  }

  private List<X509Certificate> withoutAuthorities(List<X509Certificate> chain)
      throws ProtocolException {
    for (int i = 0; i < chain.size(); i++) {
      if (authorities.contains(chain.get(i))) {
        if (i == 0) {
          throw CertificateRules.bad("an authority's certificate as a peer's", null);
        }
        return chain.subList(0, i);
      }
    }
    return chain;
  }

  /** The first authority that has signed it and may; there can be several of one name. */
  private static X509Certificate anchorOf(
      X509Certificate last, List<X509Certificate> named, int below, Instant now)
      throws ProtocolException, GeneralSecurityException {
    ProtocolException fault = unknown(last);
    for (X509Certificate authority : named) {
      if (IssuerSignatures.hasSigned(authority, last)) {
        try {
          checkValidity(List.of(authority), now);
          CertificateProfile.insistOnAuthority(authority, below);
          return authority;
        } catch (ProtocolException e) {
          fault = e;
        }
      }
    }
    throw fault;
  }

  static void checkValidity(List<X509Certificate> path, Instant now) throws ProtocolException {
    for (X509Certificate certificate : path) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateExpiredException | CertificateNotYetValidException e) {
        throw new ProtocolException(
            AlertCode.CERTIFICATE_EXPIRED,
            certificate.getSubjectX500Principal()
                + " is valid from "
                + certificate.getNotBefore().toInstant()
                + " until "
                + certificate.getNotAfter().toInstant());
      }
    }
  }

  private static ProtocolException unknown(X509Certificate certificate) {
    return new ProtocolException(
        AlertCode.UNKNOWN_AUTHORITY, "issued by " + certificate.getIssuerX500Principal());
  }

  private static CertificateFactory factory() throws CertificateException {
    return CertificateFactory.getInstance("X.509", Providers.bouncyCastle());
  }
}
