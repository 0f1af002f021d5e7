package org.securechat.protocol.identity.key;

import java.math.BigInteger;
import java.nio.file.Path;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * How much work an encrypted key may ask for before its passphrase is known to be right: a file
 * from elsewhere must not keep a server busy for minutes or take all its memory.
 */
final class KeyWork {
  /** Of PBKDF2; the same as the JDK's limit for PKCS#12. */
  static final long MAX_ITERATIONS = 5_000_000;

  /** Of scrypt, 128·N·r; OpenSSL takes 16 MiB. */
  static final long MAX_SCRYPT_BYTES = 128L << 20;

  private static final long MAX_SCRYPT_PARALLEL = 16;
  private static final String AGAIN =
      "Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out NEW.";

  private KeyWork() {}

  /**
   * Insists on a method that is understood and on bearable work.
   *
   * @throws KeyFileException saying which method it is, or that it asks for too much
   */
  static void check(Path file, AlgorithmIdentifier encryption) throws KeyFileException {
    // RFC 8018, section 6.2: PBES2. What came before it is DES and RC2 with MD5 or SHA-1.
    if (!PKCSObjectIdentifiers.id_PBES2.equals(encryption.getAlgorithm())) {
      throw new KeyFileException(
          file,
          "is a key encrypted by an old method (" + encryption.getAlgorithm() + "), not by PBES2",
          AGAIN);
    }
    KeyDerivationFunc kdf =
        PBES2Parameters.getInstance(encryption.getParameters()).getKeyDerivationFunc();
    ASN1ObjectIdentifier method = kdf.getAlgorithm();
    if (PKCSObjectIdentifiers.id_PBKDF2.equals(method)) {
      BigInteger iterations = PBKDF2Params.getInstance(kdf.getParameters()).getIterationCount();
      insist(file, iterations, MAX_ITERATIONS, "iterations of PBKDF2");
    } else if (MiscObjectIdentifiers.id_scrypt.equals(method)) {
      ScryptParams scrypt = ScryptParams.getInstance(kdf.getParameters());
      BigInteger bytes =
          scrypt
              .getCostParameter()
              .multiply(scrypt.getBlockSize())
              .multiply(BigInteger.valueOf(128));
      insist(file, scrypt.getCostParameter(), MAX_SCRYPT_BYTES, "of scrypt's cost");
      insist(file, bytes, MAX_SCRYPT_BYTES, "bytes of memory for scrypt");
      insist(file, scrypt.getParallelizationParameter(), MAX_SCRYPT_PARALLEL, "lanes of scrypt");
    } else {
      throw new KeyFileException(
          file, "is an encrypted key whose key derivation " + method + " is not understood", AGAIN);
    }
  }

  private static void insist(Path file, BigInteger asked, long most, String of)
      throws KeyFileException {
    if (asked.signum() <= 0 || asked.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new KeyFileException(
          file, "asks for " + asked + " " + of + "; from 1 to " + most + " are allowed", AGAIN);
    }
  }
}
