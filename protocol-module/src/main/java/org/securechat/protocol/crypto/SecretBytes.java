package org.securechat.protocol.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that must not be printed, compared in variable time or kept longer than needed.
 *
 * <p>{@link #expose} is the one door to the content, so that a search for its callers is a review
 * of all uses. Reading is thread-safe; {@link #close} belongs to the owner alone.
 */
public final class SecretBytes implements AutoCloseable {
  private final byte[] bytes;
  private volatile boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy; the caller's array stays the caller's to wipe. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** Takes the array over: the caller must not use it any more. */
  public static SecretBytes adopt(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /** Fresh random bytes. */
  public static SecretBytes random(int length) {
    byte[] bytes = new byte[length];
    Providers.random().nextBytes(bytes);
    return new SecretBytes(bytes);
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /**
   * A copy of the content, which the caller wipes.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public byte[] expose() {
    byte[] copy = bytes.clone();
    if (closed) {
      throw new IllegalStateException("secret was wiped");
    }
    return copy;
  }

  /** Whether the secret has been wiped. */
  public boolean isClosed() {
    return closed;
  }

  /** Wipes the content. Idempotent. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** In a time that depends on the lengths only. A wiped secret equals nothing but itself. */
  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof SecretBytes secret
        && !closed
        && !secret.closed
        && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** Depends on the length only, because a hash of the content would leak it. */
  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + " bytes, redacted]";
  }
}
