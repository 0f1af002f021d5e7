package org.securechat.protocol.identity;

/** What to do with a certificate for whose issuer there is no current revocation list. */
public enum RevocationPolicy {
  /** Refuse it: an attacker who can withhold a list must not be able to revive a certificate. */
  REFUSE,
  /** Accept it, unless an outdated list already names it. For development. */
  ALLOW
}
