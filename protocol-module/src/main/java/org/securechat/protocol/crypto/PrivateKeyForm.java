package org.securechat.protocol.crypto;

import java.io.IOException;
import java.security.InvalidKeyException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/** The form of a private key that every provider reads. */
final class PrivateKeyForm {
  private PrivateKeyForm() {}

  /**
   * PKCS #8 of version 1 (RFC 5208): without the public key that RFC 5958 allows beside it.
   *
   * @param encoded PKCS #8; the result is as secret
   */
  static byte[] plain(byte[] encoded) throws InvalidKeyException {
    try {
      PrivateKeyInfo key = PrivateKeyInfo.getInstance(encoded);
      return key.hasPublicKey()
          ? new PrivateKeyInfo(key.getPrivateKeyAlgorithm(), key.parsePrivateKey())
              .getEncoded(ASN1Encoding.DER)
          : encoded;
    } catch (IOException | RuntimeException e) {
      throw new InvalidKeyException("a private key that is not PKCS #8", e);
    }
  }
}
