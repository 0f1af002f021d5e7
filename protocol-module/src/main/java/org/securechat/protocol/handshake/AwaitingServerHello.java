package org.securechat.protocol.handshake;

import java.util.Optional;
import org.securechat.protocol.wire.Frame;

/**
 * Before keys.
 *
 * @param offer what was offered last
 * @param retry the retry that it answers; empty for a first hello, which may still be retried
 */
record AwaitingServerHello(KeyShareOffer offer, Optional<Retried> retry)
    implements ClientHandshakeState {

  /**
   * A retry and the hello that it was for.
   *
   * @param first the first ClientHello
   * @param retry the HelloRetry as it was received
   */
  record Retried(Frame first, Frame retry) {}

  @Override
  public void destroy() {
    offer.close();
  }
}
