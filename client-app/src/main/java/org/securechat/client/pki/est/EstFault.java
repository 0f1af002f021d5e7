package org.securechat.client.pki.est;

import java.util.Locale;

/** What went wrong between this program and an EST server. */
public enum EstFault {
  /** The address is none. */
  BAD_ADDRESS,
  /** No connection, or one that broke. */
  UNREACHABLE,
  /** The server's certificate is of no authority that is trusted, or of another host. */
  UNTRUSTED,
  /** The server did not take the certificate that was shown to it. */
  CERTIFICATE_REFUSED,
  /** Nothing of the authority's certificates has the fingerprint. */
  WRONG_FINGERPRINT,
  /** The server points to another server. */
  REDIRECT,
  /** A name and a password are needed, or these are wrong. */
  UNAUTHORIZED,
  /** There is no EST at the address. */
  NOT_FOUND,
  /** The authority has said no. */
  REFUSED,
  /** The server has a fault of its own. */
  UNAVAILABLE,
  /** The authority has not decided yet. */
  PENDING,
  /** The answer is longer than any that is needed. */
  TOO_LONG,
  /** The answer did not come in time. */
  TIMEOUT,
  /** The answer is none of EST. */
  MALFORMED;

  /** The word for scripts. */
  public String code() {
    return "est_" + name().toLowerCase(Locale.ROOT);
  }
}
