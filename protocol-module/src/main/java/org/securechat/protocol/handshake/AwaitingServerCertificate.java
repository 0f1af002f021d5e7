package org.securechat.protocol.handshake;

/** Keys are agreed, with somebody. */
record AwaitingServerCertificate(ClientKeys keys) implements ClientState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
