package org.securechat.protocol.identity;

import java.security.cert.X509Certificate;

/**
 * Certificates that this side has revoked by itself, whatever their authority says. Called for each
 * peer: thread-safe and fast.
 */
@FunctionalInterface
public interface RevokedCertificates {

  /** Whether that certificate counts as revoked here. */
  boolean contains(X509Certificate certificate);

  /** None at all. */
  static RevokedCertificates none() {
    return certificate -> false;
  }
}
