package org.securechat.protocol.crypto;

/**
 * The server's half of a key exchange, complete at once: the share to send back and the shared
 * secret.
 */
public final class KeyAnswer implements AutoCloseable {
  private final byte[] share;
  private final SecretBytes secret;

  KeyAnswer(byte[] share, SecretBytes secret) {
    this.share = share;
    this.secret = secret;
  }

  /** What the client is sent. */
  public byte[] share() {
    return share.clone();
  }

  /** The shared secret; {@link #close} wipes it. */
  public SecretBytes secret() {
    return secret;
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "KeyAnswer[redacted]";
  }
}
