package org.securechat.protocol.handshake;

import java.time.Clock;
import org.securechat.protocol.channel.RecordOpener;
import org.securechat.protocol.channel.RecordSealer;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.KeySchedule.MasterSecrets;
import org.securechat.protocol.identity.PeerIdentity;

/**
 * What a server has after its flight: it reads under the client's handshake key and writes, if only
 * an alert, under its own application key. Not thread-safe.
 */
final class ServerHandshakeKeys {
  private final KeyedHandshake handshake;
  private final MasterSecrets master;
  private final RecordOpener opener;
  private final RecordSealer sealer;

  ServerHandshakeKeys(KeyedHandshake handshake, MasterSecrets master) {
    this.handshake = handshake;
    this.master = master;
    this.opener = new RecordOpener(handshake.traffic().client());
    this.sealer = new RecordSealer(master.application().server());
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

  /** The channel; the handshake's keys are wiped. */
  SecureChannel complete(PeerIdentity peer, Clock clock) {
    SecureChannel.HandshakeResult result =
        new SecureChannel.HandshakeResult(
            master.exporter().channelBinding(), peer, handshake.group());
    RecordOpener application = new RecordOpener(master.application().client());
    opener.destroy();
    handshake.destroy();
    master.exporter().close();
    return new SecureChannel(result, sealer, application, clock);
  }

  void destroy() {
    opener.destroy();
    sealer.destroy();
    handshake.destroy();
    master.close();
  }
}
