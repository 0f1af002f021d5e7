package org.securechat.protocol.identity;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Revocation by complete lists of the issuer itself (RFC 5280 §6.3). Delta lists, indirect lists
 * and lists partitioned by an issuing distribution point are not understood and count as absent.
 */
final class RevocationCheck {
  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
  private static final int CRL_SIGN = 6;
  private static final int MAX_VERIFIED = 32;

  private final RevocationSource source;
  private final RevocationPolicy policy;

  /** Lists whose signature was good, and by whom: a list is checked once, not once a peer. */
  private final Map<X509CRL, X509Certificate> verified = new IdentityHashMap<>();

  RevocationCheck(RevocationSource source, RevocationPolicy policy) {
    this.source = source;
    this.policy = policy;
  }

  /**
   * Checks one certificate.
   *
   * @throws ProtocolException {@code certificate_revoked} if a list names it, or if by policy there
   *     must be a current list and there is none
   */
  void check(X509Certificate certificate, X509Certificate issuer, Instant now)
      throws ProtocolException {
    List<X509CRL> authentic =
        source.crlsFor(issuer).stream().filter(crl -> isAuthentic(crl, issuer)).toList();
    for (X509CRL crl : authentic) {
      if (crl.isRevoked(certificate)) {
        throw refused("revoked", certificate);
      }
    }
    if (policy == RevocationPolicy.REFUSE
        && authentic.stream().noneMatch(crl -> isCurrent(crl, now))) {
      throw refused("without a current revocation list", certificate);
    }
  }

  private static ProtocolException refused(String reason, X509Certificate certificate) {
    return new ProtocolException(
        AlertCode.CERTIFICATE_REVOKED, certificate.getSubjectX500Principal() + " is " + reason);
  }

  private static boolean isCurrent(X509CRL crl, Instant now) {
    Date next = crl.getNextUpdate();
    return !crl.getThisUpdate().toInstant().isAfter(now)
        && next != null
        && next.toInstant().isAfter(now);
  }

  private boolean isAuthentic(X509CRL crl, X509Certificate issuer) {
    synchronized (verified) {
      if (issuer.equals(verified.get(crl))) {
        return true;
      }
    }
    if (!isUnderstood(crl) || !maySign(issuer) || !hasSignature(crl, issuer)) {
      return false;
    }
    synchronized (verified) {
      if (verified.size() >= MAX_VERIFIED) {
        verified.clear();
      }
      verified.put(crl, issuer);
    }
    return true;
  }

  private static boolean isUnderstood(X509CRL crl) {
    Set<String> critical = crl.getCriticalExtensionOIDs();
    return critical == null || Set.of(CRL_NUMBER, AUTHORITY_KEY_IDENTIFIER).containsAll(critical);
  }

  private static boolean maySign(X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    return usage == null || usage[CRL_SIGN];
  }

  private static boolean hasSignature(X509CRL crl, X509Certificate issuer) {
    if (!SignatureAlgorithms.isAcceptable(crl.getSigAlgOID(), crl.getSigAlgParams())
        || !crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      crl.verify(issuer.getPublicKey(), Providers.bouncyCastle());
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
