package org.securechat.protocol.identity.key;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/** A private key and, where its file holds one, the certificate chain that goes with it. */
public final class FoundKey {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  FoundKey(PrivateKey key, List<X509Certificate> chain) {
    this.key = Objects.requireNonNull(key, "key");
    this.chain = List.copyOf(chain);
  }

  /** The key. */
  public PrivateKey key() {
    return key;
  }

  /** Leaf first; empty for a file that holds a key alone. */
  public List<X509Certificate> chain() {
    return chain;
  }

  @Override
  public String toString() {
    return "FoundKey[" + key.getAlgorithm() + ", " + chain.size() + " certificates]";
  }
}
