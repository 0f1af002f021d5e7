package org.securechat.server.account;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.security.MessageDigest;
import java.util.Arrays;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * What the server keeps of a password: enough to recognise the key the client derives from it, not
 * enough to log in with.
 */
@Embeddable
public class StoredPassword {
  /** Bytes of a salt. */
  public static final int SALT_LENGTH = 16;

  /** Bytes of a derived key. */
  public static final int KEY_LENGTH = 32;

  @Column(name = "salt")
  private byte[] salt;

  @Column(name = "pwd_hash")
  private byte[] hash;

  @Column(name = "kdf_memory_kib")
  private int memoryKib;

  @Column(name = "kdf_iterations")
  private int iterations;

  @Column(name = "kdf_parallelism")
  private int parallelism;

  /** For JPA. */
  protected StoredPassword() {}

  private StoredPassword(byte[] salt, byte[] hash, KdfParameters parameters) {
    this.salt = salt;
    this.hash = hash;
    this.memoryKib = parameters.memoryKib();
    this.iterations = parameters.iterations();
    this.parallelism = parameters.parallelism();
  }

  /**
   * Makes what the server stores of a password.
   *
   * @param salt {@value #SALT_LENGTH} bytes
   * @param key {@value #KEY_LENGTH} bytes, derived from the password with that salt
   * @throws IllegalArgumentException if a length is wrong
   */
  public static StoredPassword of(byte[] salt, KdfParameters parameters, SecretBytes key) {
    if (salt.length != SALT_LENGTH || key.length() != KEY_LENGTH) {
      throw new IllegalArgumentException("salt or key of a wrong length");
    }
    return new StoredPassword(salt.clone(), sha256(key), parameters);
  }

  /**
   * Makes a stored password from the hash of a key that another party has derived.
   *
   * @param salt {@value #SALT_LENGTH} bytes
   * @param keySha256 SHA-256 of the key
   * @throws IllegalArgumentException if a length is wrong
   */
  public static StoredPassword ofVerifier(byte[] salt, KdfParameters parameters, byte[] keySha256) {
    if (salt.length != SALT_LENGTH || keySha256.length != KEY_LENGTH) {
      throw new IllegalArgumentException("salt or verifier of a wrong length");
    }
    return new StoredPassword(salt.clone(), keySha256.clone(), parameters);
  }

  /** Compares in constant time. */
  boolean matches(SecretBytes key) {
    return MessageDigest.isEqual(hash, sha256(key));
  }

  byte[] salt() {
    return salt.clone();
  }

  KdfParameters parameters() {
    return new KdfParameters(memoryKib, iterations, parallelism);
  }

  @Override
  public String toString() {
    return "StoredPassword[redacted]";
  }

  private static byte[] sha256(SecretBytes key) {
    byte[] bytes = key.expose();
    try {
      return Digests.sha256(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
