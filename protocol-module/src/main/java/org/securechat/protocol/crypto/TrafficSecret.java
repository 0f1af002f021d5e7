package org.securechat.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret of one direction at one time, from which its record key, nonce base, Finished key and
 * successor derive (RFC 8446 §7.2, §7.3, §4.4.4).
 *
 * <p>Reading is thread-safe; {@link #close} belongs to the owner alone.
 */
public final class TrafficSecret implements AutoCloseable {
  private static final byte[] NO_CONTEXT = new byte[0];

  private final Hkdf hkdf;
  private final CipherSuite suite;
  private final SecretBytes secret;

  TrafficSecret(Hkdf hkdf, CipherSuite suite, byte[] secret) {
    this.hkdf = hkdf;
    this.suite = suite;
    this.secret = SecretBytes.adopt(secret);
  }

  /** A secret from outside a handshake, for test vectors and analysis of captured traffic. */
  public static TrafficSecret of(CipherSuite suite, byte[] secret) {
    if (secret.length != suite.hashLength()) {
      throw new IllegalArgumentException("a traffic secret is as long as the hash");
    }
    return new TrafficSecret(new Hkdf(suite), suite, secret.clone());
  }

  /** The suite that the key is for. */
  public CipherSuite suite() {
    return suite;
  }

  /** The AEAD key; the caller destroys it. */
  public RawKey key() {
    byte[] key = expand("key", suite.keyLength());
    try {
      return new RawKey("AES", key);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** The nonce base, {@link CipherSuite#IV_LENGTH} bytes. */
  public byte[] iv() {
    return expand("iv", CipherSuite.IV_LENGTH);
  }

  /** The MAC of a Finished over a transcript's hash. */
  public byte[] finished(byte[] transcriptHash) {
    byte[] key = expand("finished", hkdf.hashLength());
    try {
      return hkdf.hmac(key, transcriptHash);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Whether {@code mac} is the Finished over that transcript's hash; in constant time. */
  public boolean verifiesFinished(byte[] transcriptHash, byte[] mac) {
    return MessageDigest.isEqual(finished(transcriptHash), mac);
  }

  /** The secret after a KeyUpdate. This one stays valid until it is closed. */
  public TrafficSecret next() {
    return new TrafficSecret(hkdf, suite, expand("traffic upd", hkdf.hashLength()));
  }

  /** One line of the NSS key log format. It opens the traffic: keep it secret. */
  String keyLogLine(String label, byte[] clientRandom) {
    HexFormat hex = HexFormat.of();
    return label + " " + hex.formatHex(clientRandom) + " " + hex.formatHex(secret.expose());
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "TrafficSecret[" + suite.wireName() + ", redacted]";
  }

  private byte[] expand(String label, int length) {
    byte[] exposed = secret.expose();
    try {
      return hkdf.expandLabel(exposed, label, NO_CONTEXT, length);
    } finally {
      Arrays.fill(exposed, (byte) 0);
    }
  }
}
