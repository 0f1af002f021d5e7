package org.securechat.protocol.handshake;

import java.util.List;
import org.securechat.protocol.wire.Frame;

/**
 * What follows from a frame.
 *
 * @param next the state for the next frame
 * @param outgoing frames to send, in this order
 */
public record ServerStep(ServerHandshakeState next, List<Frame> outgoing) {
  /** Copies the list. */
  public ServerStep {
    outgoing = List.copyOf(outgoing);
  }

  static ServerStep to(ServerHandshakeState next) {
    return new ServerStep(next, List.of());
  }
}
