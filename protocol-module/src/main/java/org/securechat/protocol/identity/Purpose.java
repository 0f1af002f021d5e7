package org.securechat.protocol.identity;

import java.util.List;
import java.util.Set;

/** What a certificate must have been issued for, by its extended key usage (RFC 5280 §4.2.1.12). */
public enum Purpose {
  /** Logging in and signing messages: {@code clientAuth}. */
  CLIENT(Set.of(Oids.CLIENT_AUTH), Set.of()),
  /**
   * Speaking the classic profile: {@code clientAuth} as well, except that certificates of its time
   * may say nothing of what they are for, which RFC 5280 reads as no restriction.
   */
  CLASSIC_CLIENT(Set.of(Oids.CLIENT_AUTH), Set.of()),
  /** Answering handshakes: {@code serverAuth}. */
  SERVER(Set.of(Oids.SERVER_AUTH), Set.of()),
  /**
   * Signing receipts and events: {@code emailProtection}, which is what {@code openssl cms} looks
   * for by default, or {@code documentSigning} (RFC 9336). Never a handshake certificate as well.
   */
  RECEIPT(
      Set.of(Oids.EMAIL_PROTECTION, Oids.DOCUMENT_SIGNING),
      Set.of(Oids.CLIENT_AUTH, Oids.SERVER_AUTH));

  private final Set<String> anyOf;
  private final Set<String> noneOf;

  Purpose(Set<String> anyOf, Set<String> noneOf) {
    this.anyOf = anyOf;
    this.noneOf = noneOf;
  }

  /** Whether a certificate without key usage, or extended key usage, is good for this. */
  boolean mayBeUnsaid() {
    return this == CLASSIC_CLIENT;
  }

  /** {@code anyExtendedKeyUsage} does not count: the purpose has to be named. */
  boolean allows(List<String> extendedKeyUsage) {
    return extendedKeyUsage.stream().anyMatch(anyOf::contains)
        && extendedKeyUsage.stream().noneMatch(noneOf::contains);
  }

  private static final class Oids {
    static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";
  }
}
