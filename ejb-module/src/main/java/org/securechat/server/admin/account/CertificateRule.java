package org.securechat.server.admin.account;

import java.util.Objects;
import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/**
 * Which client certificate logs an administrator in. Whatever the rule, the certificate has to be a
 * valid one of the server's authorities, made for clients and not revoked.
 *
 * @param kind the rule
 * @param sha256 for {@link Kind#PINNED} the fingerprint in lower-case hex, otherwise null
 */
public record CertificateRule(Kind kind, String sha256) {

  /** No certificate. */
  public static final CertificateRule NONE = new CertificateRule(Kind.NONE, null);

  /**
   * Any certificate that names the administrator as it would name a user. A person who can obtain
   * one can administer.
   */
  public static final CertificateRule NAMED = new CertificateRule(Kind.NAMED, null);

  private static final String FINGERPRINT = "[0-9a-f]{64}";

  /** The kinds of rules. */
  public enum Kind implements WireNamed {
    NONE("none"),
    PINNED("pinned"),
    NAMED("named");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The name in requests, answers and the database. */
    @Override
    public String wireName() {
      return wireName;
    }

    /** The kind of that name, if there is one. */
    public static Optional<Kind> of(String wireName) {
      return WireNamed.find(Kind.class, wireName);
    }
  }

  /**
   * @throws IllegalArgumentException if there is a fingerprint without need, or none in need
   */
  public CertificateRule {
    Objects.requireNonNull(kind);
    boolean fits =
        kind == Kind.PINNED ? sha256 != null && sha256.matches(FINGERPRINT) : sha256 == null;
    if (!fits) {
      throw new IllegalArgumentException(
          "a pinned certificate has a fingerprint of 64 hexadecimal digits, others have none");
    }
  }

  /** The one certificate with that fingerprint. */
  public static CertificateRule pinned(String sha256) {
    return new CertificateRule(Kind.PINNED, sha256);
  }
}
