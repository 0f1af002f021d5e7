package org.securechat.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Derives the login key from a password: Argon2id, version 0x13 (RFC 9106), no secret, no
 * associated data, 32 bytes. The password is UTF-8 as typed, without normalisation.
 *
 * <p>Thread-safe. One call takes the memory and the time that its parameters say.
 */
public final class PasswordKey {
  /** Bytes of the key. */
  public static final int LENGTH = 32;

  /** Bytes of the salt. */
  public static final int SALT_LENGTH = 16;

  private static final int MAX_BYTES_OF_CHAR = 3;

  private PasswordKey() {}

  /**
   * Derives the key (PROTOCOL.md §7.3).
   *
   * @param password remains the caller's to wipe; every copy made here is wiped
   * @param salt {@link #SALT_LENGTH} bytes
   * @throws IllegalArgumentException for a salt of another length
   */
  public static SecretBytes derive(char[] password, byte[] salt, KdfParameters parameters) {
    if (salt.length != SALT_LENGTH) {
      throw new IllegalArgumentException("salt must be " + SALT_LENGTH + " bytes");
    }
    byte[] encoded = utf8(password);
    try {
      Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
      argon2.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(parameters.memoryKib())
              .withIterations(parameters.iterations())
              .withParallelism(parameters.parallelism())
              .withSalt(salt)
              .build());
      byte[] key = new byte[LENGTH];
      argon2.generateBytes(encoded, key);
      return SecretBytes.adopt(key);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  private static byte[] utf8(char[] password) {
    byte[] room = new byte[MAX_BYTES_OF_CHAR * password.length];
    ByteBuffer buffer = ByteBuffer.wrap(room);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(password), buffer, true);
    byte[] encoded = Arrays.copyOf(room, buffer.position());
    Arrays.fill(room, (byte) 0);
    return encoded;
  }
}
