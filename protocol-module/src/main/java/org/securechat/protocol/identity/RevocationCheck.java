package org.securechat.protocol.identity;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Revocation by this side's own decision, by complete lists of the issuer itself (RFC 5280 §6.3)
 * and, if there is a responder, by OCSP (RFC 6960). A source that says "revoked" is believed,
 * whatever the others say. Lists that {@link RevocationLists} refuses count as absent.
 */
final class RevocationCheck {
  private final Revocation sources;

  private final AuthenticLists authentic = new AuthenticLists();

  RevocationCheck(Revocation sources) {
    this.sources = sources;
  }

  /**
   * Checks one certificate.
   *
   * @throws ProtocolException {@code certificate_revoked} if a source says so, {@code
   *     revocation_unknown} if by policy there must be a current answer and there is none
   */
  void check(X509Certificate certificate, X509Certificate issuer, Instant now)
      throws ProtocolException {
    List<X509CRL> lists = checkLists(certificate, issuer);
    boolean answered = checkStatus(certificate, issuer, lists);
    if (!answered && sources.statusRequired()) {
      throw unknown("without an answer about its revocation", certificate);
    }
    if (!answered
        && sources.policy() == RevocationPolicy.REFUSE
        && lists.stream().noneMatch(crl -> RevocationLists.isCurrent(crl, now))) {
      throw unknown("without a current revocation list", certificate);
    }
  }

  /** Whether there is a list that was current then, or none is demanded. */
  boolean hasCurrentList(X509Certificate issuer, Instant then) {
    return sources.policy() != RevocationPolicy.REFUSE
        || sources.lists().crlsFor(issuer).stream()
            .anyMatch(
                crl -> RevocationLists.isCurrent(crl, then) && authentic.isAuthentic(crl, issuer));
  }

  /**
   * Whether a source that needs no request says that it is revoked.
   *
   * @return the lists that count
   */
  List<X509CRL> checkLists(X509Certificate certificate, X509Certificate issuer)
      throws ProtocolException {
    if (sources.revokedHere().contains(certificate)) {
      throw refused("revoked here", certificate);
    }
    List<X509CRL> lists =
        sources.lists().crlsFor(certificate, issuer).stream()
            .filter(crl -> authentic.isAuthentic(crl, issuer))
            .toList();
    if (isListed(certificate, lists)) {
      throw refused("revoked", certificate);
    }
    return lists;
  }

  /**
   * Whether a responder says that it is revoked; it may have to be waited for.
   *
   * @return whether it was answered for
   */
  boolean checkStatus(X509Certificate certificate, X509Certificate issuer, List<X509CRL> lists)
      throws ProtocolException {
    Optional<OcspStatus> status =
        sources
            .statuses()
            .statusOf(certificate, issuer)
            .filter(answer -> answer.delegate().filter(d -> isListed(d, lists)).isEmpty());
    if (status.isPresent() && status.get().state() != OcspStatus.State.GOOD) {
      throw refused(
          status.get().state() == OcspStatus.State.REVOKED
              ? "revoked, says the responder"
              : "unknown to the responder",
          certificate);
    }
    return status.isPresent();
  }

  private static boolean isListed(X509Certificate certificate, List<X509CRL> lists) {
    return lists.stream().anyMatch(crl -> crl.isRevoked(certificate));
  }

  /** PROTOCOL.md §5: the peer may come back, since this passes when there is a list again. */
  private static ProtocolException unknown(String reason, X509Certificate certificate) {
    return new ProtocolException(
        AlertCode.REVOCATION_UNKNOWN, certificate.getSubjectX500Principal() + " is " + reason);
  }

  private static ProtocolException refused(String reason, X509Certificate certificate) {
    return new ProtocolException(
        AlertCode.CERTIFICATE_REVOKED, certificate.getSubjectX500Principal() + " is " + reason);
  }
}
