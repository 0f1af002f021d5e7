package org.securechat.protocol.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * How certificates and revocation lists may be signed (PROTOCOL.md §6.2). Each is known by the
 * bytes of its AlgorithmIdentifier, and verified in one way whatever the provider takes: what
 * OpenSSL refuses is refused.
 */
@SuppressWarnings("ImmutableEnumChecker") // the encodings are not changed
public enum AuthoritySignature {
  ED25519("", "300506032b6570"),
  ECDSA_SHA256("SHA-256", "300a06082a8648ce3d040302"),
  ECDSA_SHA384("SHA-384", "300a06082a8648ce3d040303"),
  ECDSA_SHA512("SHA-512", "300a06082a8648ce3d040304"),
  RSA_SHA256("SHA-256", "300d06092a864886f70d01010b0500"),
  RSA_SHA384("SHA-384", "300d06092a864886f70d01010c0500"),
  RSA_SHA512("SHA-512", "300d06092a864886f70d01010d0500"),
  PSS_SHA256("SHA-256", pss(1, true), pss(1, false)),
  PSS_SHA384("SHA-384", pss(2, true), pss(2, false)),
  PSS_SHA512("SHA-512", pss(3, true), pss(3, false));

  private final String hash;
  private final List<byte[]> encodings;

  AuthoritySignature(String hash, String... encodings) {
    this.hash = hash;
    this.encodings = Arrays.stream(encodings).map(HexFormat.of()::parseHex).toList();
  }

  /**
   * RSASSA-PSS with MGF1 of the same hash and a salt of its length (RFC 4055 §3.1).
   *
   * @param number of the hash: 2.16.840.1.101.3.4.2.NUMBER
   * @param parameters whether the hash has NULL parameters, which mean the same as none
   */
  private static String pss(int number, boolean parameters) {
    String oid = "060960864801650304020" + number;
    String digest = sequence(oid + (parameters ? "0500" : ""));
    String mask = sequence("06092a864886f70d010108" + digest);
    String salt = "0201" + HexFormat.of().toHexDigits((byte) (16 * (number + 1)));
    return sequence(
        "06092a864886f70d01010a"
            + sequence(tagged(0xa0, digest) + tagged(0xa1, mask) + tagged(0xa2, salt)));
  }

  private static String sequence(String contents) {
    return tagged(0x30, contents);
  }

  private static String tagged(int tag, String contents) {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((byte) tag) + hex.toHexDigits((byte) (contents.length() / 2)) + contents;
  }

  /** The kind of signature that an AlgorithmIdentifier, in DER, stands for. */
  public static Optional<AuthoritySignature> of(byte[] algorithm) {
    return Arrays.stream(values())
        .filter(each ->
            each.encodings.stream().anyMatch(bytes -> MessageDigest.isEqual(bytes, algorithm)))
        .findFirst();
  }

  /** Whether a signature is the key's. False for a key of another kind; never throws. */
  public boolean verify(PublicKey key, byte[] data, byte[] signature) {
    try {
      return switch (this) {
        case ED25519 -> SignatureScheme.ED25519.verify(key, data, signature);
        case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> verifyEcdsa(key, data, signature);
        case RSA_SHA256, RSA_SHA384, RSA_SHA512 -> verifyPkcs1(key, data, signature);
        case PSS_SHA256, PSS_SHA384, PSS_SHA512 -> verifyPss(key, data, signature);
      };
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      // What is no signature is any exception, as the provider likes.
      return false;
    }
  }

  private boolean verifyEcdsa(PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException, IOException {
    return key instanceof ECPublicKey ec
        && isStrict(signature, ec.getParams().getOrder())
        && verified(hash.replace("-", "") + "withECDSA", key, data, signature);
  }

  /** PROTOCOL.md §3.8: one DER encoding of two positive numbers below the order. */
  private static boolean isStrict(byte[] signature, BigInteger order) throws IOException {
    ASN1Sequence both = ASN1Sequence.getInstance(signature);
    if (both.size() != 2 || !MessageDigest.isEqual(both.getEncoded(ASN1Encoding.DER), signature)) {
      return false;
    }
    for (int i = 0; i < 2; i++) {
      BigInteger number = ASN1Integer.getInstance(both.getObjectAt(i)).getValue();
      if (number.signum() <= 0 || number.compareTo(order) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * RFC 8017 §8.2.2: what was to be signed is made and compared, byte by byte. Providers take it
   * without the NULL of the hash as well, OpenSSL does not.
   */
  private boolean verifyPkcs1(PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    if (!(key instanceof RSAPublicKey rsa)) {
      return false;
    }
    int length = (rsa.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    BigInteger number = new BigInteger(1, signature);
    if (signature.length != length || number.compareTo(rsa.getModulus()) >= 0) {
      return false;
    }
    byte[] opened = number.modPow(rsa.getPublicExponent(), rsa.getModulus()).toByteArray();
    byte[] padded = new byte[length];
    int start = Math.max(0, opened.length - length);
    System.arraycopy(
        opened, start, padded, length - (opened.length - start), opened.length - start);
    return MessageDigest.isEqual(padded, padded(length, Providers.digest(hash).digest(data)));
  }

  private byte[] padded(int length, byte[] digest) {
    int number = digest.length / 16 - 1;
    byte[] info =
        HexFormat.of()
            .parseHex(
                "30"
                    + HexFormat.of().toHexDigits((byte) (digest.length + 17))
                    + "300d06096086480165030402"
                    + HexFormat.of().toHexDigits((byte) number)
                    + "050004"
                    + HexFormat.of().toHexDigits((byte) digest.length));
    byte[] block = new byte[length];
    Arrays.fill(block, (byte) 0xff);
    block[0] = 0;
    block[1] = 1;
    int start = length - digest.length - info.length;
    block[start - 1] = 0;
    System.arraycopy(info, 0, block, start, info.length);
    System.arraycopy(digest, 0, block, start + info.length, digest.length);
    return block;
  }

  private boolean verifyPss(PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    return key instanceof RSAPublicKey rsa
        && signature.length == (rsa.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE
        && verified("RSASSA-PSS", key, data, signature);
  }

  private boolean verified(String algorithm, PublicKey key, byte[] data, byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(algorithm, Providers.bouncyCastle());
    if (algorithm.equals("RSASSA-PSS")) {
      int salt = Providers.digest(hash).getDigestLength();
      verifier.setParameter(
          new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
    }
    verifier.initVerify(key);
    verifier.update(data);
    return verifier.verify(signature);
  }
}
