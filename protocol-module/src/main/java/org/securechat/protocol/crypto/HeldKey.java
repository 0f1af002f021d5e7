package org.securechat.protocol.crypto;

import java.security.PrivateKey;
import java.security.Provider;
import java.util.Objects;

/**
 * A key that a token or another device keeps: it has no encoding, and only its own provider signs
 * with it. Immutable.
 */
public final class HeldKey implements PrivateKey {
  private static final long serialVersionUID = 1L;

  private final transient PrivateKey handle;
  private final transient Provider provider;

  /**
   * A handle with what can use it.
   *
   * @param handle what the provider knows the key by
   */
  public HeldKey(PrivateKey handle, Provider provider) {
    this.handle = Objects.requireNonNull(handle, "handle");
    this.provider = Objects.requireNonNull(provider, "provider");
  }

  /** What the provider knows the key by. */
  public PrivateKey handle() {
    return handle;
  }

  /** What signs with it. */
  public Provider provider() {
    return provider;
  }

  @Override
  public String getAlgorithm() {
    return handle.getAlgorithm();
  }

  /** Null, since the key does not leave its device. */
  @Override
  public String getFormat() {
    return null;
  }

  /** Null, since the key does not leave its device. */
  @Override
  public byte[] getEncoded() {
    return null;
  }

  @Override
  public String toString() {
    return "HeldKey[" + getAlgorithm() + ", " + provider.getName() + "]";
  }
}
