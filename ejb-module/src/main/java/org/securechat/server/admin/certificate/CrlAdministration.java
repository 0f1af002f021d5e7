package org.securechat.server.admin.certificate;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.CertificateKey;
import org.securechat.server.certificate.CertificateStore;
import org.securechat.server.certificate.CrlInfo;
import org.securechat.server.certificate.CrlStatus;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.certificate.UploadedCrl;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.session.OpenSessions;

/**
 * Takes revocation lists from administrators into the database, where every node finds them. A list
 * counts beside those of other sources: none of them can make another one forget a certificate.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CrlAdministration {

  /** Bytes of a list; longer ones go to the list file or a distribution point. */
  public static final int MAX_BYTES = 1_048_576;

  private static final String FIELD = "crl";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final CertificateStore store;
  private final OpenSessions sessions;
  private final ServerIdentity keys;
  private final AuditLog audit;
  private final RevocationSweep sweep;
  private final CrlStatus status;
  private final Clock clock;

  /** For the container's proxy. */
  public CrlAdministration() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public CrlAdministration(
      CertificateStore store,
      OpenSessions sessions,
      ServerIdentity keys,
      AuditLog audit,
      RevocationSweep sweep,
      CrlStatus status,
      Clock clock) {
    this.store = store;
    this.sessions = sessions;
    this.keys = keys;
    this.audit = audit;
    this.sweep = sweep;
    this.status = status;
    this.clock = clock;
  }

  /**
   * Takes a list in place of an older one of the same authority.
   *
   * @param content PEM or DER, exactly one list, at most {@link #MAX_BYTES}
   * @throws AdministrationException {@code INVALID} if it is no complete list that an authority
   *     known here has signed, or it is not of this time; {@code CONFLICT} if there is a newer one
   */
  public CrlInfo upload(byte[] content, Actor actor) {
    X509CRL crl = parse(content);
    X509Certificate authority = authorityOf(crl);
    requireOfThisTime(crl);
    requireNoNewer(crl, authority);
    String authorityHash = CertificateKey.of(authority).sha256();
    byte[] der = encoded(crl);
    Instant now = clock.instant();
    audit.perform(
        AuditEvent.of(AuditAction.CRL_UPLOAD)
            .by(actor)
            .on(authorityHash)
            .with("issuer", crl.getIssuerX500Principal().getName())
            .with("number", RevocationLists.number(crl).map(Object::toString).orElse("none"))
            .with("next_update", crl.getNextUpdate().toInstant().toString()),
        () -> store(crl, new UploadedCrl(authorityHash, der, actor.name(), now)));
    sweep.now();
    return CrlInfo.of(CrlInfo.Source.UPLOAD, "", crl, Set.of(authority), now);
  }

  /** Within the transaction, so that of two uploads at once the newer list stays. */
  private void store(X509CRL crl, UploadedCrl uploaded) {
    store
        .list(uploaded.authoritySha256())
        .ifPresent(present -> requireNotOlder(crl, parse(present.der())));
    store.put(uploaded);
  }

  private static X509CRL parse(byte[] content) {
    try {
      return RevocationLists.parse(content);
    } catch (RevocationDataException e) {
      throw AdministrationException.invalid(FIELD, e.getMessage());
    }
  }

  /** A configured authority, or one below it that a peer of an open session has shown. */
  private X509Certificate authorityOf(X509CRL crl) {
    Set<X509Certificate> known = new LinkedHashSet<>(keys.authorities());
    sessions.list().forEach(session -> session.peer().path().stream().skip(1).forEach(known::add));
    String reason = "no authority known here has that name";
    for (X509Certificate authority : known) {
      if (authority.getSubjectX500Principal().equals(crl.getIssuerX500Principal())) {
        try {
          RevocationLists.verify(crl, authority);
          return authority;
        } catch (RevocationDataException e) {
          reason = e.getMessage();
        }
      }
    }
    throw AdministrationException.invalid(FIELD, reason);
  }

  private void requireOfThisTime(X509CRL crl) {
    Instant now = clock.instant();
    if (crl.getThisUpdate().toInstant().isAfter(now.plus(SKEW))) {
      throw AdministrationException.invalid(FIELD, "the list is of the future");
    }
    if (crl.getNextUpdate() == null || !crl.getNextUpdate().toInstant().isAfter(now)) {
      throw AdministrationException.invalid(FIELD, "the list is out of date");
    }
  }

  private void requireNoNewer(X509CRL crl, X509Certificate authority) {
    status.authentic().stream()
        .filter(known -> CrlInfo.isOf(known, authority))
        .forEach(known -> requireNotOlder(crl, known));
  }

  private static void requireNotOlder(X509CRL crl, X509CRL present) {
    if (RevocationLists.isOlder(crl, present)) {
      throw AdministrationException.conflict("there is a newer list of that authority");
    }
  }

  private static byte[] encoded(X509CRL crl) {
    try {
      return crl.getEncoded();
    } catch (CRLException e) {
      throw AdministrationException.invalid(FIELD, "without an encoding");
    }
  }
}
