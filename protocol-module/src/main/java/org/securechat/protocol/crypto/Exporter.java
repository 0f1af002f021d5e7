package org.securechat.protocol.crypto;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Keying material for uses beside records (RFC 8446 §7.5). Here: the channel binding of PROTOCOL.md
 * §3.9.
 *
 * <p>Reading is thread-safe; {@link #close} belongs to the owner alone.
 */
public final class Exporter implements AutoCloseable {
  private static final int BINDING_LENGTH = 32;

  private final CipherSuite suite;
  private final Hkdf hkdf;
  private final SecretBytes secret;

  Exporter(CipherSuite suite, Hkdf hkdf, byte[] secret) {
    this.suite = suite;
    this.hkdf = hkdf;
    this.secret = SecretBytes.adopt(secret);
  }

  /** The channel binding: 64 hex digits that only the two ends of this handshake share. */
  public String channelBinding() {
    return HexFormat.of().formatHex(export("session id", BINDING_LENGTH));
  }

  /** TLS-Exporter of RFC 8446 §7.5 with an empty context. */
  byte[] export(String label, int length) {
    byte[] emptyHash = Providers.digest(suite.hash()).digest();
    byte[] exposed = secret.expose();
    byte[] derived = hkdf.deriveSecret(exposed, label, emptyHash);
    try {
      return hkdf.expandLabel(derived, "exporter", emptyHash, length);
    } finally {
      Arrays.fill(exposed, (byte) 0);
      Arrays.fill(derived, (byte) 0);
    }
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "Exporter[redacted]";
  }
}
