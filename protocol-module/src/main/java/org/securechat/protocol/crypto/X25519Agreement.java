package org.securechat.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.securechat.protocol.wire.ProtocolException;

/** X25519 (RFC 7748): shares and secret of 32 bytes. */
final class X25519Agreement implements Agreement, JcaExchange.Shares {
  static final int LENGTH = 32;

  private static final int KEY_BITS = 255;

  /** SubjectPublicKeyInfo of an X25519 key (RFC 8410 §4) up to the key itself. */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

  @Override
  public KeyExchange offer(SecureRandom random) {
    KeyPairGenerator generator = Providers.keyPairGenerator("X25519");
    generator.initialize(KEY_BITS, random);
    return JcaExchange.of("X25519", generator.generateKeyPair(), this);
  }

  @Override
  public byte[] write(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
  }

  @Override
  public PublicKey read(byte[] share) throws ProtocolException, GeneralSecurityException {
    if (share.length != LENGTH) {
      throw Agreement.refused("x25519 of " + share.length + " bytes");
    }
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
    System.arraycopy(share, 0, encoded, PREFIX.length, LENGTH);
    return Providers.keyFactory("X25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  @Override
  public byte[] finish(byte[] agreed) throws ProtocolException {
    int any = 0;
    for (byte b : agreed) {
      any |= b;
    }
    // PROTOCOL.md §3.5, RFC 7748 §6.1: a peer of small order would fix the secret.
    if (any == 0) {
      throw Agreement.refused("all-zero x25519 result");
    }
    return agreed;
  }
}
