package org.securechat.client.pki;

import java.util.Arrays;
import java.util.Optional;

/** Why a certificate is withdrawn (RFC 5280 §5.3.1), as far as an end entity's can be. */
public enum CrlReason {
  UNSPECIFIED("unspecified", 0),
  KEY_COMPROMISE("keyCompromise", 1),
  AFFILIATION_CHANGED("affiliationChanged", 3),
  SUPERSEDED("superseded", 4),
  CESSATION_OF_OPERATION("cessationOfOperation", 5),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9);

  private final String label;
  private final int code;

  CrlReason(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /** The name that openssl uses, for example {@code keyCompromise}. */
  public String label() {
    return label;
  }

  /** The reason with that name; letter case and hyphens do not matter. */
  public static Optional<CrlReason> of(String label) {
    String wanted = label.replace("-", "").replace("_", "");
    return Arrays.stream(values())
        .filter(reason -> reason.label.equalsIgnoreCase(wanted))
        .findFirst();
  }

  int code() {
    return code;
  }
}
