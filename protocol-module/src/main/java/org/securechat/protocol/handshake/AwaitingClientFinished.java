package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The client holds its key; it has not yet confirmed the handshake as a whole. */
record AwaitingClientFinished(ServerHandshakeKeys keys, PeerIdentity peer)
    implements ServerHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
