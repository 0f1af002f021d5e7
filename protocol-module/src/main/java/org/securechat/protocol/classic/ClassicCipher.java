package org.securechat.protocol.classic;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * AES-128 in CBC mode with PKCS #7 padding. It hides a message from a passive listener; it does not
 * notice a change.
 */
public final class ClassicCipher {
  /** Bytes of an initialisation vector, and of a block. */
  public static final int BLOCK = 16;

  private ClassicCipher() {}

  /** An encrypted text and the vector it was begun with. */
  @SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over and never compared
  public record Sealed(byte[] iv, byte[] ciphertext) {}

  /** Encrypts under a fresh vector. */
  public static Sealed seal(SecretBytes key, byte[] plaintext, SecureRandom random) {
    byte[] iv = new byte[BLOCK];
    random.nextBytes(iv);
    try {
      return new Sealed(iv, run(Cipher.ENCRYPT_MODE, key, iv, plaintext));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES failed", e);
    }
  }

  /**
   * Decrypts.
   *
   * @param iv {@value #BLOCK} bytes
   * @return empty if what comes out is not padded, for whatever reason
   */
  public static Optional<byte[]> open(SecretBytes key, byte[] iv, byte[] ciphertext) {
    if (ciphertext.length == 0 || ciphertext.length % BLOCK != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(run(Cipher.DECRYPT_MODE, key, iv, ciphertext));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static byte[] run(int mode, SecretBytes key, byte[] iv, byte[] input)
      throws GeneralSecurityException {
    byte[] bytes = key.expose();
    try {
      Cipher cipher = Providers.cipher("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(bytes, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(input);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
