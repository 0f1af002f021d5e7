package org.securechat.protocol.identity;

import java.util.List;

/** What a certificate must have been issued for, by its extended key usage (RFC 5280 §4.2.1.12). */
public enum Purpose {
  /** Logging in and signing messages: {@code clientAuth}. */
  CLIENT,
  /**
   * Speaking the classic profile: {@code clientAuth} as well, except that certificates of its time
   * may say nothing of what they are for, which RFC 5280 reads as no restriction.
   */
  CLASSIC_CLIENT,
  /** Answering handshakes: {@code serverAuth}. */
  SERVER,
  /**
   * Signing receipts and events: {@code documentSigning} (RFC 9336) or {@code emailProtection}.
   * Never a handshake certificate as well, and never one that names a user.
   */
  RECEIPT;

  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

  /**
   * Whether a certificate with these names is good for this. PROTOCOL.md §6: a receipt certificate
   * MUST NOT state the name of a user, or any person's S/MIME certificate could speak for a server.
   */
  boolean allows(CertificateNames names) {
    return switch (this) {
      case CLIENT, CLASSIC_CLIENT, SERVER -> true;
      case RECEIPT -> !names.namesUser();
    };
  }

  /** Whether a certificate without key usage, or extended key usage, is good for this. */
  boolean mayBeAbsent() {
    return this == CLASSIC_CLIENT;
  }

  /**
   * Whether a certificate with this extended key usage is good for this. PROTOCOL.md §6: it has to
   * name the purpose; {@code anyExtendedKeyUsage} does not count.
   */
  boolean allows(List<String> usages) {
    return switch (this) {
      case CLIENT, CLASSIC_CLIENT -> usages.contains(CLIENT_AUTH);
      case SERVER -> usages.contains(SERVER_AUTH);
      // PROTOCOL.md §6: a receipt certificate MUST NOT be one for handshakes as well.
      case RECEIPT ->
          (usages.contains(EMAIL_PROTECTION) || usages.contains(DOCUMENT_SIGNING))
              && !usages.contains(CLIENT_AUTH)
              && !usages.contains(SERVER_AUTH);
    };
  }
}
