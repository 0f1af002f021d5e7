package org.securechat.protocol.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** Recognises a curve by its numbers, since a key may spell its curve out. */
@SuppressWarnings("ImmutableEnumChecker") // the parameters cannot be changed
enum NistCurve {
  P256("secp256r1"),
  P384("secp384r1");

  private final ECParameterSpec parameters;

  NistCurve(String name) {
    try {
      AlgorithmParameters source = AlgorithmParameters.getInstance("EC");
      source.init(new ECGenParameterSpec(name));
      this.parameters = source.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + name, e);
    }
  }

  /** Whether a key, private or public, is of this curve. */
  boolean isCurveOf(ECKey key) {
    ECParameterSpec other = key.getParams();
    // The generator counts too: with a generator of his choice anyone can own any public key.
    return other != null
        && parameters.getCurve().getField().equals(other.getCurve().getField())
        && parameters.getCurve().getA().equals(other.getCurve().getA())
        && parameters.getCurve().getB().equals(other.getCurve().getB())
        && parameters.getGenerator().equals(other.getGenerator())
        && parameters.getOrder().equals(other.getOrder())
        && parameters.getCofactor() == other.getCofactor();
  }

  ECParameterSpec parameters() {
    return parameters;
  }

  BigInteger order() {
    return parameters.getOrder();
  }
}
