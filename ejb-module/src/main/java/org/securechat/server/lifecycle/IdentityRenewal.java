package org.securechat.server.lifecycle;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import org.securechat.protocol.identity.DerCertificate;
import org.securechat.server.PeriodicTask;
import org.securechat.server.ServerLog;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.handshake.RenewalSettings;
import org.securechat.server.handshake.ServerIdentity;

/**
 * Looks again and again whether the server's certificate or the authorities have been renewed: what
 * is written is in use after two looks. Thread-safe.
 */
@ApplicationScoped
public class IdentityRenewal {

  private final ServerIdentity identity;
  private final ServerReadiness state;
  private final AuditLog audit;
  private final RenewalSettings settings;
  private final ManagedThreadFactory threads;
  private PeriodicTask task;

  /** For the container's proxy. */
  public IdentityRenewal() {
    this(null, null, null, null, null);
  }

  @Inject
  public IdentityRenewal(
      ServerIdentity identity,
      ServerReadiness state,
      AuditLog audit,
      RenewalSettings settings,
      ManagedThreadFactory threads) {
    this.identity = identity;
    this.state = state;
    this.audit = audit;
    this.settings = settings;
    this.threads = threads;
  }

  synchronized void start() {
    long interval = settings.interval().toMillis();
    task = PeriodicTask.start(threads, this::look, interval, interval);
  }

  synchronized void stop() {
    if (task != null) {
      task.stop();
    }
  }

  void look() {
    try {
      switch (identity.renew()) {
        case UNTOUCHED -> {}
        case SAME -> state.renewalFault(null);
        case RENEWED -> renewed();
      }
    } catch (RuntimeException e) {
      state.renewalFault(e.getMessage());
      ServerLog.renewalFailed(e.getMessage());
    }
  }

  private void renewed() {
    state.renewalFault(null);
    X509Certificate certificate = identity.certificate();
    String sha256 = DerCertificate.sha256(certificate);
    ServerLog.identityRenewed(sha256, certificate.getNotAfter().toInstant());
    audit.later(
        AuditEvent.of(AuditAction.SERVER_CERTIFICATE)
            .with("certificate", sha256)
            .with("authorities", Integer.toString(identity.authorities().size())));
  }
}
