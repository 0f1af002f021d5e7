package org.securechat.protocol.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.securechat.protocol.wire.ProtocolException;

/**
 * X25519MLKEM768 of draft-ietf-tls-ecdhe-mlkem: ML-KEM-768 (FIPS 203) first, X25519 second, in both
 * shares and in the secret.
 *
 * <pre>
 *   client share = encapsulation key (1184) || x25519 (32)      1216 bytes
 *   server share = ciphertext (1088)        || x25519 (32)      1120 bytes
 *   secret       = ML-KEM secret (32)       || x25519 (32)        64 bytes
 * </pre>
 */
final class HybridAgreement implements Agreement {
  private static final MLKEMParameters ML_KEM = MLKEMParameters.ml_kem_768;
  private static final int ENCAPSULATION_KEY = 1184;
  private static final int CIPHERTEXT = 1088;

  private final X25519Agreement classic;

  HybridAgreement(X25519Agreement classic) {
    this.classic = classic;
  }

  @Override
  public KeyExchange offer(SecureRandom random) {
    MLKEMKeyPairGenerator generator = new MLKEMKeyPairGenerator();
    generator.init(new MLKEMKeyGenerationParameters(random, ML_KEM));
    return new Offer(generator.generateKeyPair(), classic.offer(random));
  }

  @Override
  public KeyAnswer answer(byte[] clientShare, SecureRandom random) throws ProtocolException {
    requireLength(clientShare, ENCAPSULATION_KEY + X25519Agreement.LENGTH);
    SecretWithEncapsulation encapsulated =
        encapsulate(Arrays.copyOf(clientShare, ENCAPSULATION_KEY), random);
    try (KeyAnswer second = classic.answer(second(clientShare, ENCAPSULATION_KEY), random)) {
      byte[] share = concatenate(encapsulated.getEncapsulation(), second.share());
      return new KeyAnswer(share, both(encapsulated.getSecret(), second.secret()));
    } finally {
      wipe(encapsulated);
    }
  }

  private static SecretWithEncapsulation encapsulate(byte[] key, SecureRandom random)
      throws ProtocolException {
    try {
      // The constructor does the modulus check of FIPS 203 §7.2.
      MLKEMPublicKeyParameters parameters = new MLKEMPublicKeyParameters(ML_KEM, key);
      return new MLKEMGenerator(random).generateEncapsulated(parameters);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw Agreement.refused("ML-KEM encapsulation key: " + e.getMessage());
    }
  }

  private static void requireLength(byte[] share, int expected) throws ProtocolException {
    if (share.length != expected) {
      throw Agreement.refused("x25519mlkem768 of " + share.length + " bytes");
    }
  }

  private static byte[] second(byte[] share, int from) {
    return Arrays.copyOfRange(share, from, share.length);
  }

  private static SecretBytes both(byte[] first, SecretBytes second) {
    byte[] exposed = second.expose();
    try {
      return SecretBytes.adopt(concatenate(first, exposed));
    } finally {
      Arrays.fill(first, (byte) 0);
      Arrays.fill(exposed, (byte) 0);
    }
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static void wipe(SecretWithEncapsulation encapsulated) {
    try {
      encapsulated.destroy();
    } catch (DestroyFailedException e) {
      throw new IllegalStateException("ML-KEM secrets can be destroyed", e);
    }
  }

  private static final class Offer implements KeyExchange {
    private final AsymmetricCipherKeyPair pair;
    private final KeyExchange classic;

    Offer(AsymmetricCipherKeyPair pair, KeyExchange classic) {
      this.pair = pair;
      this.classic = classic;
    }

    @Override
    public byte[] share() {
      byte[] key = ((MLKEMPublicKeyParameters) pair.getPublic()).getEncoded();
      return concatenate(key, classic.share());
    }

    @Override
    public SecretBytes agree(byte[] peerShare) throws ProtocolException {
      requireLength(peerShare, CIPHERTEXT + X25519Agreement.LENGTH);
      // FIPS 203 rejects a forged ciphertext implicitly: the secrets differ and Finished fails.
      byte[] first =
          new MLKEMExtractor((MLKEMPrivateKeyParameters) pair.getPrivate())
              .extractSecret(Arrays.copyOf(peerShare, CIPHERTEXT));
      try (SecretBytes second = classic.agree(second(peerShare, CIPHERTEXT))) {
        return both(first, second);
      }
    }

    @Override
    public void close() {
      ((MLKEMPrivateKeyParameters) pair.getPrivate()).destroy();
      classic.close();
    }
  }
}
