package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The client's chain was accepted; it has not yet proved that it holds the key. */
record AwaitingClientVerify(ServerHandshakeKeys keys, PeerIdentity peer)
    implements ServerHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
