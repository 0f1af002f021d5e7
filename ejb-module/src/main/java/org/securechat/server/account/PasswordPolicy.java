package org.securechat.server.account;

/** Whether a login takes a password besides the certificate. */
public enum PasswordPolicy {
  /** Both: a stolen certificate does not suffice. */
  ALWAYS,
  /** The certificate alone. */
  NEVER
}
