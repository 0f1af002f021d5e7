package org.securechat.protocol.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/** PKIX paths to the configured authorities. Immutable and thread-safe. */
final class TrustedPaths {
  private final Set<X509Certificate> authorities;
  private final Set<TrustAnchor> anchors;

  TrustedPaths(Collection<X509Certificate> authorities) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("no authority is configured: name at least one");
    }
    this.authorities = Set.copyOf(reparse(authorities));
    this.anchors =
        this.authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
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
   * Finds and validates the path, revocation aside.
   *
   * @return the chain and, last, the authority that it leads to
   */
  List<X509Certificate> validate(List<X509Certificate> chain, Instant now)
      throws ProtocolException, GeneralSecurityException {
    List<X509Certificate> path = withoutAuthorities(chain);
    X509Certificate last = path.get(path.size() - 1);
    if (authorities.stream().noneMatch(authority -> isNamedBy(authority, last))) {
      throw unknown(last);
    }
    checkValidity(path, now);
    List<X509Certificate> complete = new ArrayList<>(path);
    complete.add(anchorOf(path, now));
    checkValidity(complete.subList(path.size(), complete.size()), now);
    return complete;
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

  private X509Certificate anchorOf(List<X509Certificate> path, Instant now)
      throws ProtocolException, GeneralSecurityException {
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    CertPath certPath = factory().generateCertPath(path);
    try {
      PKIXCertPathValidatorResult result =
          (PKIXCertPathValidatorResult)
              CertPathValidator.getInstance("PKIX", Providers.bouncyCastle())
                  .validate(certPath, parameters);
      return result.getTrustAnchor().getTrustedCert();
    } catch (CertPathValidatorException e) {
      X509Certificate last = path.get(path.size() - 1);
      if (authorities.stream().noneMatch(authority -> hasSigned(authority, last))) {
        throw unknown(last);
      }
      throw CertificateRules.bad("no valid path", e);
    }
  }

  static void checkValidity(List<X509Certificate> path, Instant now) throws ProtocolException {
    for (X509Certificate certificate : path) {
      try {
        certificate.checkValidity(Date.from(now));
      } catch (CertificateExpiredException | CertificateNotYetValidException e) {
        throw new ProtocolException(
            AlertCode.CERTIFICATE_EXPIRED,
            certificate.getSubjectX500Principal() + " is outside its validity");
      }
    }
  }

  private static boolean isNamedBy(X509Certificate authority, X509Certificate certificate) {
    return authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static boolean hasSigned(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey(), Providers.bouncyCastle());
      return isNamedBy(authority, certificate);
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
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
