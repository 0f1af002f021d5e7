package org.securechat.client.pki;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate is for; each kind has one extended key usage, so none can stand in. */
public enum CertificateKind {
  /** A person's or program's certificate for the handshake and for signing messages. */
  CLIENT(KeyKind.ED25519, 365),
  /** The server's certificate for the handshake and for HTTPS, where browsers take no Ed25519. */
  SERVER(KeyKind.P256, 365),
  /**
   * The certificate that signs receipts. Its usage is {@code documentSigning} (RFC 9336), and it
   * states the server in whose name it signs (PROTOCOL.md §6).
   */
  RECEIPT(KeyKind.P256, 730);

  private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

  private final KeyKind defaultKey;
  private final int defaultDays;

  CertificateKind(KeyKind defaultKey, int defaultDays) {
    this.defaultKey = defaultKey;
    this.defaultDays = defaultDays;
  }

  /** The name on the command line, for example {@code client}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with that name on the command line. */
  public static Optional<CertificateKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equalsIgnoreCase(label)).findFirst();
  }

  /** The key made when nothing else is asked for. */
  public KeyKind defaultKey() {
    return defaultKey;
  }

  /** The life in days when nothing else is asked for. */
  public int defaultDays() {
    return defaultDays;
  }

  // Only called with Bouncy Castle loaded, so that listing the kinds for help stays cheap.
  KeyPurposeId purpose() {
    return switch (this) {
      case CLIENT -> KeyPurposeId.id_kp_clientAuth;
      case SERVER -> KeyPurposeId.id_kp_serverAuth;
      case RECEIPT -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(DOCUMENT_SIGNING));
    };
  }
}
