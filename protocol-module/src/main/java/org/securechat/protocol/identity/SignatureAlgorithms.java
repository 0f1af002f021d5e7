package org.securechat.protocol.identity;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;

/** Which signatures and keys an authority may use. A list of the good ones, not of the bad. */
public final class SignatureAlgorithms {
  private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.113549.1.1.11", // sha256WithRSAEncryption
          "1.2.840.113549.1.1.12", // sha384WithRSAEncryption
          "1.2.840.113549.1.1.13", // sha512WithRSAEncryption
          "1.2.840.10045.4.3.2", // ecdsa-with-SHA256
          "1.2.840.10045.4.3.3", // ecdsa-with-SHA384
          "1.2.840.10045.4.3.4", // ecdsa-with-SHA512
          "1.3.101.112", // Ed25519
          "1.3.101.113"); // Ed448
  private static final Set<String> HASHES =
      Set.of(
          "2.16.840.1.101.3.4.2.1", // SHA-256
          "2.16.840.1.101.3.4.2.2", // SHA-384
          "2.16.840.1.101.3.4.2.3"); // SHA-512
  private static final int MIN_RSA_BITS = 2048;
  private static final int MIN_EC_BITS = 256;

  private SignatureAlgorithms() {}

  /** Whether a certificate or list may be signed by this algorithm. */
  public static boolean isAcceptable(String oid, byte[] parameters) {
    if (!RSASSA_PSS.equals(oid)) {
      return SIGNATURES.contains(oid);
    }
    try {
      // Without parameters PSS means SHA-1.
      return HASHES.contains(
          RSASSAPSSparams.getInstance(parameters).getHashAlgorithm().getAlgorithm().getId());
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Whether an authority's key is strong enough; a peer's own key has stricter rules. */
  public static boolean isStrong(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= MIN_RSA_BITS
              && rsa.getPublicExponent().testBit(0)
              && rsa.getPublicExponent().bitLength() > 1;
      case ECPublicKey ec ->
          ec.getParams() != null && ec.getParams().getOrder().bitLength() >= MIN_EC_BITS;
      default -> Set.of("EdDSA", "Ed25519", "Ed448").contains(key.getAlgorithm());
    };
  }
}
