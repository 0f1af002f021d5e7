package org.securechat.protocol.identity;

import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.identity.list.ListFault;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Revocation by this side's own decision, by complete lists of the issuer itself (RFC 5280 §6.3)
 * and, if there is a responder, by OCSP (RFC 6960). A source that says "revoked" is believed,
 * whatever the others say. Lists that {@link RevocationLists} refuses count as absent.
 */
final class RevocationCheck {
  private final Revocation sources;

  RevocationCheck(Revocation sources) {
    this.sources = sources;
  }

  /**
   * Checks one certificate.
   *
   * @param byTrusted whether its issuer is a configured authority
   * @throws ProtocolException {@code certificate_revoked} if a source says so, {@code
   *     revocation_unknown} if by policy there must be a current answer and there is none
   */
  void check(X509Certificate certificate, X509Certificate issuer, boolean byTrusted, Instant now)
      throws ProtocolException {
    List<X509CRL> lists = checkLists(certificate, issuer);
    boolean answered = checkStatus(certificate, issuer, lists);
    if (!answered && sources.statusRequired()) {
      throw unknown("without an answer about its revocation", certificate);
    }
    if (!answered
        && !sources.policy().excuses(certificate, byTrusted)
        && lists.stream().noneMatch(crl -> isFor(certificate, crl, now))) {
      throw unknown("without a current revocation list for it" + reasons(issuer, now), certificate);
    }
  }

  private static boolean isFor(X509Certificate certificate, X509CRL crl, Instant now) {
    return RevocationLists.isCurrent(crl, now) && RevocationLists.covers(crl, certificate);
  }

  /** What is wrong with the lists that are there, each with its reason. */
  private String reasons(X509Certificate issuer, Instant now) {
    Set<String> reasons = new LinkedHashSet<>();
    for (X509CRL crl : sources.lists().crlsFor(issuer)) {
      reasons.add(
          RevocationLists.fault(crl, issuer)
              .map(ListFault::text)
              .orElseGet(() ->
                  RevocationLists.isCurrent(crl, now)
                      ? "a list for " + RevocationLists.form(crl).scope().text()
                      : "a list that was good until " + end(crl)));
    }
    return reasons.isEmpty() ? "" : " (there is " + String.join("; ", reasons) + ")";
  }

  private static String end(X509CRL crl) {
    return crl.getNextUpdate() == null ? "no time" : crl.getNextUpdate().toInstant().toString();
  }

  /** Whether there is a list for it that was current then, or none is demanded. */
  boolean hasCurrentList(
      X509Certificate certificate, X509Certificate issuer, boolean byTrusted, Instant then) {
    return sources.policy().excuses(certificate, byTrusted)
        || sources.lists().crlsFor(issuer).stream()
            .anyMatch(
                crl -> isFor(certificate, crl, then) && RevocationLists.isAuthentic(crl, issuer));
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
    Collection<X509CRL> found = sources.lists().crlsFor(certificate, issuer);
    List<X509CRL> lists =
        found.stream().filter(crl -> RevocationLists.isAuthentic(crl, issuer)).toList();
    if (isListed(certificate, lists) || isAdded(certificate, issuer, found, lists)) {
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

  /**
   * PROTOCOL.md §6.3: a delta list, or one for some reasons, says of what it names that it is
   * revoked, until a complete list is as new. What it takes back waits for that list.
   */
  private static boolean isAdded(
      X509Certificate certificate,
      X509Certificate issuer,
      Collection<X509CRL> found,
      List<X509CRL> complete) {
    return found.stream()
        .filter(crl -> isNamed(certificate, crl) && RevocationLists.addsToOthers(crl, issuer))
        .anyMatch(
            crl -> complete.stream().noneMatch(known -> RevocationLists.replaces(known, crl)));
  }

  private static boolean isNamed(X509Certificate certificate, X509CRL crl) {
    X509CRLEntry entry = crl.getRevokedCertificate(certificate.getSerialNumber());
    return entry != null && entry.getRevocationReason() != CRLReason.REMOVE_FROM_CRL;
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
