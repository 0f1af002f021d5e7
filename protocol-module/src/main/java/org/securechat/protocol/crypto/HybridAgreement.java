package org.securechat.protocol.crypto;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KEM;
import javax.security.auth.DestroyFailedException;
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
  private final X25519Agreement classic;

  HybridAgreement(X25519Agreement classic) {
    this.classic = classic;
  }

  @Override
  public KeyExchange offer(SecureRandom random) {
    return new Offer(MlKem768.generate(random), classic.offer(random));
  }

  @Override
  public KeyAnswer answer(byte[] clientShare, SecureRandom random) throws ProtocolException {
    requireLength(clientShare, MlKem768.ENCAPSULATION_KEY + X25519Agreement.LENGTH);
    KEM.Encapsulated first =
        MlKem768.encapsulate(Arrays.copyOf(clientShare, MlKem768.ENCAPSULATION_KEY), random);
    try (KeyAnswer second =
        classic.answer(second(clientShare, MlKem768.ENCAPSULATION_KEY), random)) {
      byte[] share = concatenate(first.encapsulation(), second.share());
      return new KeyAnswer(share, both(first.key().getEncoded(), second.secret()));
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

  private static final class Offer implements KeyExchange {
    private final KeyPair pair;
    private final KeyExchange classic;

    Offer(KeyPair pair, KeyExchange classic) {
      this.pair = pair;
      this.classic = classic;
    }

    @Override
    public byte[] share() {
      return concatenate(MlKem768.encoded(pair.getPublic()), classic.share());
    }

    @Override
    public SecretBytes agree(byte[] peerShare) throws ProtocolException {
      requireLength(peerShare, MlKem768.CIPHERTEXT + X25519Agreement.LENGTH);
      byte[] first =
          MlKem768.decapsulate(pair.getPrivate(), Arrays.copyOf(peerShare, MlKem768.CIPHERTEXT));
      try (SecretBytes second = classic.agree(second(peerShare, MlKem768.CIPHERTEXT))) {
        return both(first, second);
      }
    }

    @Override
    public void close() {
      try {
        pair.getPrivate().destroy();
      } catch (DestroyFailedException e) {
        throw new IllegalStateException("the JDK's ML-KEM keys can be destroyed", e);
      }
      classic.close();
    }
  }
}
