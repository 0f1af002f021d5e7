package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The server holds its key; it has not yet confirmed the handshake as a whole. */
record AwaitingServerFinished(ClientHandshakeKeys keys, PeerIdentity peer)
    implements ClientHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
