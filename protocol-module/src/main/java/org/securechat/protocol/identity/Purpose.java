package org.securechat.protocol.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** What a certificate says that it is for, if that is one thing only. */
  public static Optional<Purpose> ofUsages(X509Certificate certificate) {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      List<Purpose> fitting =
          Stream.of(CLIENT, SERVER, RECEIPT)
              .filter(purpose -> usages != null && purpose.allows(usages))
              .toList();
      return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

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
