package org.securechat.server.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.name.Names;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.delivery.SecureConnection;

/**
 * Writes refused logins to the audit log, and successful ones if the operator wants it; those of
 * the classic profile, too, with a detail that says so. Never waits. Thread-safe.
 */
@ApplicationScoped
public class AccessAudit {
  /** These alerts concern the peer's identity; the others concern form or load. */
  private static final Set<AlertCode> IDENTITY =
      EnumSet.of(
          AlertCode.BAD_CERTIFICATE,
          AlertCode.CERTIFICATE_EXPIRED,
          AlertCode.CERTIFICATE_REVOKED,
          AlertCode.REVOCATION_UNKNOWN,
          AlertCode.ACCESS_DENIED,
          AlertCode.UNKNOWN_AUTHORITY,
          AlertCode.BAD_SIGNATURE);

  private static final Set<ErrorCode> ACCOUNT =
      EnumSet.of(
          ErrorCode.BAD_CREDENTIALS,
          ErrorCode.IDENTITY_MISMATCH,
          ErrorCode.DISABLED,
          ErrorCode.NAME_TAKEN,
          ErrorCode.RATE_LIMITED);

  private static final String CLASSIC = "classic";

  private final AuditLog audit;
  private final AuditSettings settings;

  /** For the container's proxy. */
  public AccessAudit() {
    this(null, null);
  }

  @Inject
  public AccessAudit(AuditLog audit, AuditSettings settings) {
    this.audit = audit;
    this.settings = settings;
  }

  /** A handshake has been refused. */
  void refused(Connection connection, AlertCode code) {
    if (IDENTITY.contains(code)) {
      audit.later(
          AuditEvent.of(AuditAction.CHAT_CERTIFICATE_REFUSED)
              .byNobody()
              .from(text(connection.remoteAddress().getAddress()))
              .denied()
              .with("alert", code.code()));
    }
  }

  /**
   * A request before a login has been refused.
   *
   * @param action what the audit log calls it
   * @param claimed the name that the peer has claimed
   */
  void refused(SecureConnection connection, AuditAction action, String claimed, ErrorCode code) {
    if (ACCOUNT.contains(code)) {
      failed(action, claimed, connection, code);
    }
  }

  private void failed(
      AuditAction action, String claimed, SecureConnection connection, ErrorCode code) {
    audit.later(
        failure(action, claimed, connection.peer(), code)
            .as("", "certificate")
            .from(text(connection.remoteAddress())));
  }

  private static AuditEvent failure(
      AuditAction action, String claimed, PeerIdentity peer, ErrorCode code) {
    return AuditEvent.of(action)
        .byNobody()
        .on(name(claimed))
        .failed()
        .with("code", code.wireName())
        .with("certificate", peer.certificateSha256());
  }

  /**
   * The certificate of a client of the classic profile has been refused.
   *
   * @param certificateSha256 empty if what was shown is no certificate
   */
  public void classicCertificateRefused(
      Connection connection, AlertCode code, Optional<String> certificateSha256) {
    AuditEvent event =
        AuditEvent.of(AuditAction.CHAT_CERTIFICATE_REFUSED)
            .byNobody()
            .from(text(connection.remoteAddress().getAddress()))
            .denied()
            .with("profile", CLASSIC)
            .with("alert", code.code());
    audit.later(certificateSha256.map(hash -> event.with("certificate", hash)).orElse(event));
  }

  /**
   * A command of the classic profile has been refused.
   *
   * @param claimed the name that the peer has claimed
   */
  public void classicRefused(
      InetAddress address, PeerIdentity peer, AuditAction action, String claimed, ErrorCode code) {
    if (ACCOUNT.contains(code)) {
      audit.later(
          failure(action, claimed, peer, code)
              .as("", "password")
              .from(text(address))
              .with("profile", CLASSIC));
    }
  }

  /** A password has been found right by the classic profile. */
  public void classicLoggedIn(InetAddress address, PeerIdentity peer, String user) {
    if (settings.auditLogins()) {
      audit.later(
          AuditEvent.of(AuditAction.CHAT_LOGIN)
              .by(user)
              .as("user", "password")
              .from(text(address))
              .on(user)
              .with("profile", CLASSIC)
              .with("certificate", peer.certificateSha256()));
    }
  }

  void loggedIn(SecureConnection connection, String user) {
    if (settings.auditLogins()) {
      audit.later(
          AuditEvent.of(AuditAction.CHAT_LOGIN)
              .by(user)
              .as("user", "certificate")
              .from(text(connection.remoteAddress()))
              .on(user)
              .with("certificate", connection.peer().certificateSha256()));
    }
  }

  /** What cannot be a name may be a password that a user typed into the wrong field. */
  private static String name(String claimed) {
    return Names.isUsername(claimed) ? claimed : "";
  }

  private static String text(InetAddress address) {
    return IpAddresses.text(address);
  }
}
