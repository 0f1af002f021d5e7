package org.securechat.protocol.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A username that a certificate states.
 *
 * @param kind where in the certificate it stands
 * @param name in lower case, of the form of usernames
 */
public record StatedName(NameKind kind, String name) {

  public StatedName {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /**
   * The usernames that a certificate states, whether it is trusted or not: what its owner is told.
   * Empty for one whose names cannot be read.
   */
  public static List<StatedName> in(X509Certificate certificate) {
    try {
      return CertificateNames.of(certificate).users();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /**
   * What stands in a certificate where usernames stand, and has not their form: {@code 'Alice
   * Smith' (common name)}, as it is there, one character for each byte.
   */
  public static List<String> othersIn(X509Certificate certificate) {
    try {
      return CertificateNames.of(certificate).others();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** For a reader: {@code alice (common name)}. */
  @Override
  public String toString() {
    return name + " (" + kind.description() + ")";
  }
}
