package org.securechat.server.session;

import java.util.Optional;
import org.securechat.protocol.wire.AlertCode;

/** Why the server ends a session, and what the peer is told. */
public enum EndReason {
  /** A certificate of the peer's chain was revoked. */
  CERTIFICATE_REVOKED(AlertCode.CERTIFICATE_REVOKED),
  /** There is no current revocation list for a certificate of the peer's chain. */
  REVOCATION_UNKNOWN(AlertCode.REVOCATION_UNKNOWN),
  /** A certificate of the peer's chain has run out. */
  CERTIFICATE_EXPIRED(AlertCode.CERTIFICATE_EXPIRED),
  /** The account was disabled. */
  ACCOUNT_DISABLED(AlertCode.ACCESS_DENIED),
  /** The account was erased. */
  ACCOUNT_ERASED(AlertCode.ACCESS_DENIED),
  /** What the account logs in with was changed; the user may come back with the new. */
  CREDENTIALS_CHANGED("What you log in with was changed. Please log in again."),
  /** An operator ended this session; the user may come back. */
  DISCONNECTED("An operator has ended this session.");

  private final AlertCode alert;
  private final String notice;

  EndReason(AlertCode alert) {
    this.alert = alert;
    this.notice = null;
  }

  EndReason(String notice) {
    this.alert = null;
    this.notice = notice;
  }

  /** The alert that ends the connection; empty if it ends with {@link #notice} and Close. */
  public Optional<AlertCode> alert() {
    return Optional.ofNullable(alert);
  }

  /** What the user is to read before Close; empty if the connection ends with {@link #alert}. */
  public Optional<String> notice() {
    return Optional.ofNullable(notice);
  }
}
