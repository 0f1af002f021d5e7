package org.securechat.protocol.handshake;

import java.util.List;
import org.securechat.protocol.wire.Frame;

/**
 * What follows from a frame.
 *
 * @param next the state for the next frame
 * @param outgoing frames to send, in this order
 */
public record ClientStep(ClientHandshakeState next, List<Frame> outgoing) {
  /** Copies the list. */
  public ClientStep {
    outgoing = List.copyOf(outgoing);
  }

  static ClientStep to(ClientHandshakeState next) {
    return new ClientStep(next, List.of());
  }
}
