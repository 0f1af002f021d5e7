package org.securechat.protocol.handshake;

import org.securechat.protocol.channel.RecordOpener;
import org.securechat.protocol.channel.RecordSealer;

/** What a client has after ServerHello: handshake keys in both directions. Not thread-safe. */
final class ClientHandshakeKeys {
  private final KeyedHandshake handshake;
  private final RecordOpener opener;
  private final RecordSealer sealer;

  ClientHandshakeKeys(KeyedHandshake handshake) {
    this.handshake = handshake;
    this.opener = new RecordOpener(handshake.traffic().server());
    this.sealer = new RecordSealer(handshake.traffic().client());
  }

  KeyedHandshake handshake() {
    return handshake;
  }

  RecordOpener opener() {
    return opener;
  }

  RecordSealer sealer() {
    return sealer;
  }

  void destroy() {
    opener.destroy();
    sealer.destroy();
    handshake.destroy();
  }
}
