package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.RawKey;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.FrameType;

/**
 * One direction's key, nonce base and sequence number, with the one {@link Cipher} that they are
 * used with: looking a cipher up costs more than sealing a short record.
 */
final class RecordKey {
  private static final int TAG_BITS = CipherSuite.TAG_LENGTH * 8;

  private final Cipher cipher = Providers.cipher(CipherSuite.TRANSFORMATION);
  private final int mode;
  private TrafficSecret secret;
  private RawKey key;
  private byte[] iv;
  private long sequence;

  /**
   * A key at sequence number 0.
   *
   * @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE}
   * @param secret taken over: closed with this object, or at its first key update
   */
  RecordKey(int mode, TrafficSecret secret) {
    this.mode = mode;
    use(secret);
  }

  private void use(TrafficSecret newSecret) {
    secret = newSecret;
    key = newSecret.key();
    iv = newSecret.iv();
    sequence = 0;
  }

  /** How many records this key has processed. */
  long sequence() {
    return sequence;
  }

  /** The suite that the key is for. */
  CipherSuite suite() {
    return secret.suite();
  }

  /**
   * Seals or opens one record.
   *
   * @param bodyLength of its frame
   * @param output takes the result, from {@code start} on: the input's length and a tag, or less
   *     one
   * @throws GeneralSecurityException if the record is not authentic
   * @throws IllegalStateException if the key has been destroyed
   */
  void process(byte[] input, int bodyLength, byte[] output, int start)
      throws GeneralSecurityException {
    if (key.isDestroyed()) {
      // A cipher that was given this key object before need not ask it again.
      throw new IllegalStateException("the key has been destroyed");
    }
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce()));
    cipher.updateAAD(frameHeader(bodyLength));
    cipher.doFinal(input, 0, input.length, output, start);
    sequence++;
  }

  /** Moves to the next secret and erases this one. */
  void update() {
    TrafficSecret next = secret.next();
    destroy();
    use(next);
  }

  void destroy() {
    secret.close();
    key.destroy();
    Arrays.fill(iv, (byte) 0);
  }

  private byte[] nonce() {
    byte[] nonce = iv.clone();
    for (int i = 0; i < Long.BYTES; i++) {
      nonce[nonce.length - 1 - i] ^= (byte) (sequence >>> (8 * i));
    }
    return nonce;
  }

  private static byte[] frameHeader(int bodyLength) {
    return ByteBuffer.allocate(5)
        .putInt(1 + bodyLength)
        .put((byte) FrameType.RECORD.code())
        .array();
  }
}
