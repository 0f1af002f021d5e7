package org.securechat.protocol.crypto;

import org.securechat.protocol.wire.ProtocolException;

/**
 * The client's half of a key exchange: a private key and the share that goes with it.
 *
 * <p>Not thread-safe. {@link #close} gives the private key up.
 */
public interface KeyExchange extends AutoCloseable {
  /** What the peer is sent. */
  byte[] share();

  /**
   * The shared secret.
   *
   * @param peerShare the server's share
   * @return the secret, which the caller wipes
   * @throws ProtocolException {@code bad_frame} for a share that is malformed or degenerate
   */
  SecretBytes agree(byte[] peerShare) throws ProtocolException;

  @Override
  void close();
}
