package org.securechat.server.certificate;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/**
 * Why a certificate is revoked, by the names of RFC 5280 §5.3.1. Those that can be taken back
 * ({@code certificateHold}) are missing, because a revocation here is for good.
 */
public enum RevocationReason implements WireNamed {
  UNSPECIFIED("unspecified"),
  KEY_COMPROMISE("keyCompromise"),
  CA_COMPROMISE("cACompromise"),
  AFFILIATION_CHANGED("affiliationChanged"),
  SUPERSEDED("superseded"),
  CESSATION_OF_OPERATION("cessationOfOperation"),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn");

  private final String wireName;

  RevocationReason(String wireName) {
    this.wireName = wireName;
  }

  /** The name in requests, answers and the database. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The reason of that name, exactly as written, if there is one. */
  public static Optional<RevocationReason> of(String wireName) {
    return WireNamed.find(RevocationReason.class, wireName);
  }
}
