package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The server's chain and name were accepted; it has not yet proved that it holds the key. */
record AwaitingServerVerify(ClientKeys keys, PeerIdentity peer) implements ClientState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
