package org.securechat.protocol.handshake;

/** Keys are agreed with a server that has not proved who it is. */
record AwaitingServerCertificate(ClientHandshakeKeys keys) implements ClientHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
