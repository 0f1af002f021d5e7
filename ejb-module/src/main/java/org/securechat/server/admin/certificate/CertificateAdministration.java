package org.securechat.server.admin.certificate;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.certificate.CertificateKey;
import org.securechat.server.certificate.CertificateStore;
import org.securechat.server.certificate.Certificates;
import org.securechat.server.certificate.RevocationReason;
import org.securechat.server.certificate.RevocationSweep;
import org.securechat.server.certificate.RevokedCertificate;

/**
 * What administrators do with certificates. A change and its line in the audit log are committed
 * together; sessions end when it returns here, and within the sweep's interval on other nodes.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CertificateAdministration {

  /** As long as the database takes. */
  public static final int MAX_NOTE = 500;

  private static final int MAX_DER = 16_384;

  private final CertificateCatalogue catalogue;
  private final CertificateStore store;
  private final AuditLog audit;
  private final RevocationSweep sweep;
  private final Clock clock;

  /** For the container's proxy. */
  public CertificateAdministration() {
    this(null, null, null, null, null);
  }

  @Inject
  public CertificateAdministration(
      CertificateCatalogue catalogue,
      CertificateStore store,
      AuditLog audit,
      RevocationSweep sweep,
      Clock clock) {
    this.catalogue = catalogue;
    this.store = store;
    this.audit = audit;
    this.sweep = sweep;
    this.clock = clock;
  }

  /**
   * Revokes a certificate, for good.
   *
   * @param sha256 of the certificate
   * @param note what else there is to say; at most {@link #MAX_NOTE} characters, may be empty
   * @param presented its encoding, for one that this server has not seen; PEM or DER
   * @param expected 0, the version of a certificate that is not revoked
   * @throws AdministrationException {@code NOT_FOUND} for one that was neither seen nor presented,
   *     {@code INVALID} if what was presented is another, {@code STALE} if it is not as expected,
   *     {@code CONFLICT} if it was revoked before
   */
  public CertificateInfo revoke(
      String sha256,
      RevocationReason reason,
      String note,
      Optional<byte[]> presented,
      ExpectedVersion expected,
      Actor actor) {
    X509Certificate certificate = certificate(sha256, presented);
    RevokedCertificate revoked =
        new RevokedCertificate(
            CertificateKey.of(certificate),
            encoded(certificate),
            reason,
            note,
            actor.name(),
            clock.instant());
    audit.perform(
        AuditEvent.of(AuditAction.CERTIFICATE_REVOKE)
            .by(actor)
            .on(sha256)
            .with("subject", certificate.getSubjectX500Principal().getName())
            .with("serial", certificate.getSerialNumber().toString(16))
            .with("reason", reason.wireName()),
        () -> add(revoked, expected));
    sweep.now();
    return catalogue.get(sha256);
  }

  private void add(RevokedCertificate revoked, ExpectedVersion expected) {
    boolean before = store.revoked(revoked.key().sha256()).isPresent();
    expected.check(before ? 1 : 0);
    if (before) {
      throw AdministrationException.conflict("the certificate is revoked already");
    }
    store.add(revoked);
  }

  private X509Certificate certificate(String sha256, Optional<byte[]> presented) {
    if (presented.isEmpty()) {
      return Certificates.parse(catalogue.get(sha256).der()).orElseThrow();
    }
    X509Certificate certificate =
        Certificates.parse(presented.get())
            .orElseThrow(() -> AdministrationException.invalid("certificate", "not a certificate"));
    if (!CertificateKey.of(certificate).sha256().equals(sha256)) {
      throw AdministrationException.invalid("certificate", "its SHA-256 is another");
    }
    if (encoded(certificate).length > MAX_DER) {
      throw AdministrationException.invalid("certificate", "longer than " + MAX_DER + " bytes");
    }
    return certificate;
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw AdministrationException.invalid("certificate", "without an encoding");
    }
  }
}
