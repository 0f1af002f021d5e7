package org.securechat.protocol.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A symmetric key for the JCA that can be wiped, unlike {@code SecretKeySpec} (JDK-8160206).
 *
 * <p>The bytes are copied in. Not thread-safe.
 */
public final class RawKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] bytes;
  private boolean destroyed;

  /** A key for an algorithm by its JCA name. */
  public RawKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes.clone();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    if (destroyed) {
      throw new IllegalStateException("the key was destroyed");
    }
    return bytes.clone();
  }

  @Override
  public void destroy() {
    Arrays.fill(bytes, (byte) 0);
    destroyed = true;
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "RawKey[" + algorithm + "]";
  }
}
