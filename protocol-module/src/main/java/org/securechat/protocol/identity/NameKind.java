package org.securechat.protocol.identity;

import java.util.Locale;

/**
 * Where a certificate can state the name of a user (PROTOCOL.md §6). In the order in which they are
 * listed for a reader; none of them takes precedence.
 */
public enum NameKind {
  /** NAME of a subject alternative name of the form URI {@code securechat:user:NAME}. */
  URI("user URI"),
  /** A common name of the subject. */
  CN("common name"),
  /** A subject alternative name of the form rfc822Name. */
  EMAIL("mail address"),
  /** A subject alternative name of the form otherName 1.3.6.1.4.1.311.20.2.3. */
  UPN("user principal name");

  private final String description;

  NameKind(String description) {
    this.description = description;
  }

  /** How settings and machines write it: the constant in lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How people read it. */
  public String description() {
    return description;
  }
}
