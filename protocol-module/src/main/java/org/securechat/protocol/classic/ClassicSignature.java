package org.securechat.protocol.classic;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.Providers;

/** RSA signatures of the classic profile: PKCS #1 v1.5 with SHA-256 (RFC 8017 section 8.2). */
public final class ClassicSignature {
  private static final String ALGORITHM = "SHA256withRSA";

  private ClassicSignature() {}

  /**
   * What a message's signature is over: SHA-256 of the number, the time and the base64 text, one
   * after the other without a separator. The signature hashes these 32 bytes once more.
   */
  public static byte[] messageDigest(long seqno, long ts, String ciphertext) {
    return Digests.sha256((seqno + "" + ts + ciphertext).getBytes(StandardCharsets.US_ASCII));
  }

  /** What a receipt's signature is over: the hash's hexadecimal digits as text. */
  public static byte[] receiptText(String transcriptSha256) {
    return transcriptSha256.getBytes(StandardCharsets.US_ASCII);
  }

  /** Signs with an RSA key. */
  public static byte[] sign(PrivateKey key, byte[] data) {
    try {
      Signature signature = Providers.signature(ALGORITHM);
      signature.initSign(key);
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the classic profile needs an RSA key", e);
    }
  }

  /** Whether the signature is the key's; false for a key of another kind. */
  public static boolean verify(PublicKey key, byte[] data, byte[] signature) {
    try {
      Signature verifier = Providers.signature(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Providers differ in what they throw for keys and signatures that are malformed.
      return false;
    }
  }
}
