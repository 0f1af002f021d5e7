package org.securechat.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Diffie-Hellman in a safe-prime group of RFC 7919. Share and secret are as long as the prime, left
 * padded with zeros (RFC 8446 §7.4.1).
 */
final class FfdheAgreement implements Agreement, JcaExchange.Shares {
  private static final BigInteger TWO = BigInteger.TWO;

  private final BigInteger p;
  private final int length;
  private final DHParameterSpec parameters;

  /**
   * A group with generator 2.
   *
   * @param exponentBits the length of private keys, RFC 7919 appendix A
   */
  FfdheAgreement(BigInteger p, int exponentBits) {
    this.p = p;
    this.length = p.bitLength() / 8;
    this.parameters = new DHParameterSpec(p, TWO, exponentBits);
  }

  BigInteger prime() {
    return p;
  }

  @Override
  public KeyExchange offer(SecureRandom random) {
    return JcaExchange.generate("DH", Providers.keyPairGenerator("DH"), parameters, this, random);
  }

  @Override
  public byte[] write(PublicKey key) {
    return Padding.left(((DHPublicKey) key).getY(), length);
  }

  @Override
  public PublicKey read(byte[] share) throws ProtocolException, GeneralSecurityException {
    if (share.length != length) {
      throw Agreement.refused("ffdhe share of " + share.length + " bytes");
    }
    BigInteger y = new BigInteger(1, share);
    // PROTOCOL.md §3.5, RFC 7919 §5.1: 1 < y < p - 1 keeps out the subgroups of order 1 and 2.
    if (y.compareTo(TWO) < 0 || y.compareTo(p.subtract(TWO)) > 0) {
      throw Agreement.refused("ffdhe value out of range");
    }
    return Providers.keyFactory("DH").generatePublic(new DHPublicKeySpec(y, p, TWO));
  }

  @Override
  public byte[] finish(byte[] agreed) {
    return Padding.left(agreed, length);
  }
}
