package org.securechat.server.admin.certificate;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.identity.NameBytes;
import org.securechat.protocol.identity.RevocationDataException;
import org.securechat.protocol.identity.RevocationLists;
import org.securechat.protocol.identity.list.ListFault;
import org.securechat.protocol.identity.list.ListForm;
import org.securechat.protocol.identity.list.ListScope;
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

  /** Bytes of a list: about two hundred thousand entries. */
  public static final int MAX_BYTES = 10 * 1024 * 1024;

  /** As many as a receipt can name. */
  private static final int MOST_LISTS = Receipt.MAX_LISTS;

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
   * Takes a list in place of an older one of the same authority for the same certificates.
   *
   * @param content DER or PEM, exactly one list, at most {@link #MAX_BYTES}; PEM may have the
   *     certificate of an issuing authority beside it that the server has not seen
   * @throws AdministrationException {@code INVALID} if no authority known here has signed it, it
   *     cannot be used, or it is not of this time; {@code CONFLICT} if there is a newer one
   */
  public CrlInfo upload(byte[] content, Actor actor) {
    ListUpload upload = parse(content);
    X509CRL crl = upload.list();
    Instant now = clock.instant();
    X509Certificate authority = authorityOf(crl, upload.issuers(known(), now));
    requireOfThisTime(crl);
    requireNoNewer(crl, authority);
    String authorityHash = CertificateKey.of(authority).sha256();
    UploadedCrl uploaded =
        new UploadedCrl(slot(authorityHash, crl), encoded(crl), actor.name(), now);
    audit.perform(
        AuditEvent.of(AuditAction.CRL_UPLOAD)
            .by(actor)
            .on(authorityHash)
            .with("issuer", crl.getIssuerX500Principal().getName())
            .with("number", RevocationLists.number(crl).map(Object::toString).orElse("none"))
            .with("next_update", crl.getNextUpdate().toInstant().toString()),
        () -> store(crl, uploaded));
    sweep.now();
    return CrlInfo.of(CrlInfo.Source.UPLOAD, "", crl, Set.of(authority), status.authentic(), now);
  }

  /** By what a list is kept: one of an authority for everything, and one for each part. */
  private static String slot(String authorityHash, X509CRL crl) {
    ListForm form = RevocationLists.form(crl);
    if (form.fault().isEmpty() && form.scope().equals(ListScope.EVERYTHING)) {
      return authorityHash;
    }
    String part = authorityHash + "|" + kind(form) + "|" + form.scope().key();
    return Digests.sha256Hex(part.getBytes(StandardCharsets.UTF_8));
  }

  private static String kind(ListForm form) {
    return form.fault().map(ListFault::name).orElse("COMPLETE");
  }

  /** Within the transaction, so that of two uploads at once the newer list stays. */
  private void store(X509CRL crl, UploadedCrl uploaded) {
    Optional<UploadedCrl> present = store.list(uploaded.slot());
    present.ifPresent(old -> requireNotOlder(crl, parse(old.der()).list()));
    if (present.isEmpty() && store.listHashes().size() >= MOST_LISTS) {
      throw AdministrationException.conflict("there are " + MOST_LISTS + " uploaded lists already");
    }
    store.put(uploaded);
  }

  private static ListUpload parse(byte[] content) {
    try {
      return ListUpload.parse(content);
    } catch (RevocationDataException e) {
      throw AdministrationException.invalid(FIELD, e.getMessage());
    }
  }

  /** The configured authorities, those of accepted chains, and those of open sessions. */
  private Set<X509Certificate> known() {
    Set<X509Certificate> known = new LinkedHashSet<>(keys.authorities());
    known.addAll(status.issuers());
    sessions.list().forEach(session -> session.peer().path().stream().skip(1).forEach(known::add));
    return known;
  }

  private static X509Certificate authorityOf(X509CRL crl, Set<X509Certificate> known) {
    String reason =
        "no authority known here has that name; put the certificate of the issuing authority"
            + " beside the list, PEM";
    for (X509Certificate authority : known) {
      if (NameBytes.isNamedBy(authority, crl)) {
        Optional<ListFault> fault = RevocationLists.fault(crl, authority);
        if (fault.isEmpty() || RevocationLists.addsToOthers(crl, authority)) {
          return authority;
        }
        reason = fault.get().text();
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
    ListForm form = RevocationLists.form(crl);
    status.authentic().stream()
        .filter(known -> RevocationLists.isAuthentic(known, authority))
        .filter(known -> form.fault().isEmpty())
        .filter(known -> RevocationLists.form(known).scope().equals(form.scope()))
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
