package org.securechat.protocol.handshake;

/** Keys are agreed, with somebody. */
record AwaitingServerCertificate(ClientHandshakeKeys keys) implements ClientHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
