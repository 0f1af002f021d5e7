package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The server's chain and name were accepted; it has not yet proved that it holds the key. */
record AwaitingServerVerify(ClientHandshakeKeys keys, PeerIdentity peer)
    implements ClientHandshakeState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
