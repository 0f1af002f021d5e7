package org.securechat.it.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.securechat.protocol.json.Json;

/**
 * A key that signs tokens (RFC 7515, RFC 7517), by nothing but the JDK: the library by which the
 * server judges them has no part in it.
 *
 * @param id under which it is published
 * @param algorithm {@code ES256} or {@code RS256}
 */
public record TokenKey(String id, String algorithm, KeyPair pair) {
  private static final int COORDINATE_BYTES = 32;

  public static TokenKey es256(String id) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return new TokenKey(id, "ES256", generator.generateKeyPair());
  }

  static TokenKey rs256(String id) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return new TokenKey(id, "RS256", generator.generateKeyPair());
  }

  public PublicKey publicKey() {
    return pair.getPublic();
  }

  /** As it is published. */
  ObjectNode published() {
    ObjectNode key = Json.object().put("kid", id).put("alg", algorithm).put("use", "sig");
    if (publicKey() instanceof RSAPublicKey rsa) {
      return key.put("kty", "RSA")
          .put("n", text(unsigned(rsa.getModulus(), 0)))
          .put("e", text(unsigned(rsa.getPublicExponent(), 0)));
    }
    ECPublicKey ec = (ECPublicKey) publicKey();
    return key.put("kty", "EC")
        .put("crv", "P-256")
        .put("x", text(unsigned(ec.getW().getAffineX(), COORDINATE_BYTES)))
        .put("y", text(unsigned(ec.getW().getAffineY(), COORDINATE_BYTES)));
  }

  /** A token with these claims. */
  public String token(ObjectNode claims) {
    String signed = unsigned(algorithm, id, claims);
    try {
      Signature signature =
          Signature.getInstance(
              algorithm.equals("ES256") ? "SHA256withECDSAinP1363Format" : "SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + text(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is signed: header and claims, with a point in between. */
  public static String unsigned(String algorithm, String id, ObjectNode claims) {
    ObjectNode header = Json.object().put("alg", algorithm).put("typ", "JWT").put("kid", id);
    return text(Json.write(header)) + "." + text(Json.write(claims));
  }

  public static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Big-endian without a sign, with zeros in front up to a length. */
  private static byte[] unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] plain = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    byte[] padded = new byte[Math.max(length, plain.length)];
    System.arraycopy(plain, 0, padded, padded.length - plain.length, plain.length);
    return padded;
  }
}
