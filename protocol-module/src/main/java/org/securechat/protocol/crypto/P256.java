package org.securechat.protocol.crypto;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** Recognises the curve P-256 by its numbers, since a key may spell its curve out. */
final class P256 {
  private static final ECParameterSpec CURVE = curve();

  private P256() {}

  static boolean isCurveOf(ECPublicKey key) {
    ECParameterSpec other = key.getParams();
    // The generator counts too: with a generator of his choice anyone can own any public key.
    return other != null
        && CURVE.getCurve().getField().equals(other.getCurve().getField())
        && CURVE.getCurve().getA().equals(other.getCurve().getA())
        && CURVE.getCurve().getB().equals(other.getCurve().getB())
        && CURVE.getGenerator().equals(other.getGenerator())
        && CURVE.getOrder().equals(other.getOrder())
        && CURVE.getCofactor() == other.getCofactor();
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks P-256", e);
    }
  }
}
