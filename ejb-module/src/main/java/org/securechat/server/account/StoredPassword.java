package org.securechat.server.account;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What the server keeps of a password: enough to recognise the key the client derives from it, not
 * enough to log in with.
 */
@Embeddable
public class StoredPassword {
  public static final int SALT_LENGTH = 16;
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

  private StoredPassword(byte[] salt, byte[] hash, int memoryKib, int iterations, int parallelism) {
    this.salt = salt;
    this.hash = hash;
    this.memoryKib = memoryKib;
    this.iterations = iterations;
    this.parallelism = parallelism;
  }

  static StoredPassword of(
      byte[] salt, byte[] key, int memoryKib, int iterations, int parallelism) {
    if (salt.length != SALT_LENGTH || key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("salt or key of a wrong length");
    }
    return new StoredPassword(salt.clone(), sha256(key), memoryKib, iterations, parallelism);
  }

  /** Compares in constant time. */
  boolean matches(byte[] key) {
    return MessageDigest.isEqual(hash, sha256(key));
  }

  byte[] salt() {
    return salt.clone();
  }

  int memoryKib() {
    return memoryKib;
  }

  int iterations() {
    return iterations;
  }

  int parallelism() {
    return parallelism;
  }

  @Override
  public String toString() {
    return "StoredPassword[redacted]";
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
