package org.securechat.protocol.crypto;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import org.securechat.protocol.wire.ProtocolException;

/** ECDH on NIST P-256: uncompressed points of 65 bytes, the x coordinate as the secret. */
final class P256Agreement implements Agreement, JcaExchange.Shares {
  private static final int COORDINATE = 32;
  private static final byte UNCOMPRESSED = 4;
  private static final String CURVE = "secp256r1";
  private static final ECParameterSpec PARAMETERS = NistCurve.P256.parameters();

  @Override
  public KeyExchange offer(SecureRandom random) {
    return JcaExchange.generate(
        "ECDH", Providers.keyPairGenerator("EC"), new ECGenParameterSpec(CURVE), this, random);
  }

  @Override
  public byte[] write(PublicKey key) {
    ECPoint point = ((ECPublicKey) key).getW();
    ByteBuffer share = ByteBuffer.allocate(1 + 2 * COORDINATE).put(UNCOMPRESSED);
    share.put(Padding.left(point.getAffineX(), COORDINATE));
    share.put(Padding.left(point.getAffineY(), COORDINATE));
    return share.array();
  }

  @Override
  public PublicKey read(byte[] share) throws ProtocolException, GeneralSecurityException {
    if (share.length != 1 + 2 * COORDINATE || share[0] != UNCOMPRESSED) {
      throw Agreement.refused("no uncompressed P-256 point");
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(share, 1, 1 + COORDINATE));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(share, 1 + COORDINATE, share.length));
    // PROTOCOL.md §3.5: a share MUST be an uncompressed point on the curve.
    if (!isOnCurve(x, y)) {
      throw Agreement.refused("the point is not on P-256");
    }
    return Providers.keyFactory("EC")
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
  }

  @Override
  public byte[] finish(byte[] agreed) {
    return Padding.left(agreed, COORDINATE);
  }

  /** Here, not in the provider: an invalid point must be refused whichever provider is in use. */
  private static boolean isOnCurve(BigInteger x, BigInteger y) {
    BigInteger p = ((ECFieldFp) PARAMETERS.getCurve().getField()).getP();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right =
        x.pow(3)
            .add(PARAMETERS.getCurve().getA().multiply(x))
            .add(PARAMETERS.getCurve().getB())
            .mod(p);
    return y.multiply(y).mod(p).equals(right);
  }
}
