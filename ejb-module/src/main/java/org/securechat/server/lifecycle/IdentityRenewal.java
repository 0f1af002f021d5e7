package org.securechat.server.lifecycle;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.protocol.identity.Purpose;
import org.securechat.server.PeriodicTask;
import org.securechat.server.ServerLog;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.classic.ClassicService;
import org.securechat.server.handshake.ServerIdentity;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.receipt.LoadedReceiptKey;
import org.securechat.server.receipt.ReceiptKey;
import org.securechat.server.renewal.CertificateFault;
import org.securechat.server.renewal.Renewal;
import org.securechat.server.renewal.RenewalSettings;

/**
 * Looks again and again whether the server's certificates or the authorities have been renewed, and
 * whether peers take those that are in use: what is written is in use after two looks. Thread-safe.
 */
@ApplicationScoped
public class IdentityRenewal {

  /** The certificate that the server shows. */
  public static final String SERVER = "server";

  private static final String RECEIPT = "receipt";
  private static final String CLASSIC = "classic";

  /** What certificates are for, as logs and metrics call it. */
  public static final List<String> USES = List.of(SERVER, RECEIPT, CLASSIC);

  private final ServerIdentity identity;
  private final ReceiptKey receiptKey;
  private final ClassicService classic;
  private final TranscriptLedger ledger;
  private final ServerReadiness state;
  private final AuditLog audit;
  private final RenewalSettings settings;
  private final ManagedThreadFactory threads;
  private PeriodicTask task;

  /** For the container's proxy. */
  public IdentityRenewal() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public IdentityRenewal(
      ServerIdentity identity,
      ReceiptKey receiptKey,
      ClassicService classic,
      TranscriptLedger ledger,
      ServerReadiness state,
      AuditLog audit,
      RenewalSettings settings,
      ManagedThreadFactory threads) {
    this.identity = identity;
    this.receiptKey = receiptKey;
    this.classic = classic;
    this.ledger = ledger;
    this.state = state;
    this.audit = audit;
    this.settings = settings;
    this.threads = threads;
  }

  /** Judges what is in use before it returns: whoever asks for health later is told. */
  synchronized void start() {
    judge();
    long interval = settings.interval().toMillis();
    task = PeriodicTask.start(threads, this::look, interval, interval);
  }

  synchronized void stop() {
    if (task != null) {
      task.stop();
    }
  }

  /** The authorities come first: the others may be theirs. */
  void look() {
    look(SERVER, () -> identity.renew(AdministrationListener::show), identity::certificate);
    look(RECEIPT, () -> receiptKey.renew(this::requireGood), () -> receiptKey.credentials().leaf());
    if (classic.isEnabled()) {
      look(CLASSIC, classic::renew, classic::certificate);
    }
    judge();
  }

  private void judge() {
    judge(SERVER, identity::fault);
    judge(RECEIPT, () -> receiptFault(receiptKey.credentials().chain()));
    if (classic.isEnabled()) {
      judge(CLASSIC, classic::fault);
    }
  }

  private Optional<CertificateFault> receiptFault(List<X509Certificate> chain) {
    return identity.fault("issued/receipt.pem", chain, Purpose.RECEIPT);
  }

  /** A certificate that becomes good again is so by a renewal, its time or a list: no fault now. */
  private void judge(String use, Supplier<Optional<CertificateFault>> judgement) {
    Optional<CertificateFault> fault = judgement.get();
    if (fault.isEmpty()) {
      state.certificateTaken(use);
    } else if (state.certificateRefused(use, fault.get())) {
      ServerLog.certificateRefused(use, fault.get().reason());
    }
  }

  /** What it signs, verifiers have to accept, and everybody has to find the certificate for. */
  private void requireGood(LoadedReceiptKey renewed) {
    identity.requireGood("issued/receipt.pem", renewed.credentials().chain(), Purpose.RECEIPT);
    ledger.keepIssuers(renewed.certificate());
    ledger.keep(renewed.certificate());
  }

  private void look(String use, Supplier<Renewal> renew, Supplier<X509Certificate> certificate) {
    switch (outcome(renew)) {
      case Renewal.Untouched _, Renewal.Pending _ -> {}
      case Renewal.Same _ -> state.renewed(use);
      case Renewal.Renewed _ -> {
        state.renewed(use);
        renewed(use, certificate.get());
      }
      case Renewal.Failed failed -> {
        if (state.renewalFailed(use, failed.reason())) {
          ServerLog.renewalFailed(use, failed.reason());
        }
      }
    }
  }

  /** Whatever goes wrong, the next look comes: an exception would end them. */
  private static Renewal outcome(Supplier<Renewal> renew) {
    try {
      return renew.get();
    } catch (RuntimeException e) {
      return new Renewal.Failed(e.toString());
    }
  }

  private void renewed(String use, X509Certificate certificate) {
    String sha256 = DerCertificate.sha256(certificate);
    ServerLog.certificateRenewed(use, sha256, certificate.getNotAfter().toInstant());
    audit.later(
        AuditEvent.of(AuditAction.SERVER_CERTIFICATE)
            .with("use", use)
            .with("certificate", sha256)
            .with("authorities", Integer.toString(identity.authorities().size())));
  }
}
