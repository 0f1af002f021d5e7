package org.securechat.protocol.handshake;

import org.securechat.protocol.identity.PeerIdentity;

/** The client's chain was accepted; it has not yet proved that it holds the key. */
record AwaitingClientVerify(ServerKeys keys, PeerIdentity peer) implements ServerState {
  @Override
  public void destroy() {
    keys.destroy();
  }
}
