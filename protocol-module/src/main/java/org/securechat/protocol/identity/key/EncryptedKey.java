package org.securechat.protocol.identity.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.file.Pem;

/**
 * A private key encrypted by a passphrase: PKCS#8 with PBES2 (RFC 8018, section 6.2), AES-256-CBC
 * under PBKDF2 with HMAC-SHA-256, as OpenSSL reads it.
 */
public final class EncryptedKey {
  /**
   * Of PBKDF2: about half a second of a processor for the owner, and for each guess of a thief. Far
   * below {@link KeyWork#MAX_ITERATIONS}, so that every reader of ours takes it.
   */
  static final int ITERATIONS = 600_000;

  private EncryptedKey() {}

  /**
   * The PEM text of the key, encrypted.
   *
   * @param passphrase as UTF-8; the caller wipes it
   * @throws IOException if the key has no encoding, because it is on a token
   */
  public static byte[] encode(PrivateKey key, char[] passphrase) throws IOException {
    byte[] plain = key.getEncoded();
    if (plain == null) {
      throw new IOException("a key on a token cannot be written to a file");
    }
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(plain);
      // Version 1 without the public key (RFC 5958 §2): what OpenSSL 3.0 and the JDK both read.
      info = new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
      PKCS8EncryptedPrivateKeyInfo encrypted =
          new PKCS8EncryptedPrivateKeyInfoBuilder(info).build(encryptor(passphrase));
      return Pem.encode("ENCRYPTED PRIVATE KEY", encrypted.getEncoded())
          .getBytes(StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static OutputEncryptor encryptor(char[] passphrase) throws IOException {
    try {
      return new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
          .setProvider(Providers.bouncyCastle())
          .setRandom(Providers.random())
          .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
          .setIterationCount(ITERATIONS)
          .setPassword(passphrase)
          .build();
    } catch (OperatorCreationException e) {
      throw new IOException("the key cannot be encrypted", e);
    }
  }
}
