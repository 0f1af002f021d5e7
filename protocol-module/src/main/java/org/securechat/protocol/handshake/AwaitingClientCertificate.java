package org.securechat.protocol.handshake;

/** After the server's flight; the client may still say in the clear that it could not follow. */
record AwaitingClientCertificate(ServerHandshakeKeys keys) implements ServerHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
