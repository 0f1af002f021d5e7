package org.securechat.server.endpoint;

import java.util.function.Supplier;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.endpoint.ConnectionState.Serving;

/**
 * The messages that wait on one connection while it stays in one state: each is opened when its
 * turn comes, so that several of them are one call of the bean that serves them. Confined to a call
 * of the endpoint.
 */
final class WaitingMessages implements Supplier<byte[]> {
  private final Connection connection;
  private final Serving state;
  private byte[] frame;
  private ProtocolException failure;
  private boolean ended;

  /**
   * @param first the frame that has arrived
   */
  WaitingMessages(Connection connection, Serving state, byte[] first) {
    this.connection = connection;
    this.state = state;
    this.frame = first;
  }

  /** The next message, or null when none waits, or the peer has ended what it says. */
  @Override
  public byte[] get() {
    byte[] message = null;
    while (message == null && advance()) {
      message = open();
    }
    return message;
  }

  /** Whether there is a frame in this state. */
  @SuppressWarnings("ReferenceEquality") // the same object means: no new state
  private boolean advance() {
    if (failure != null || ended) {
      return false;
    }
    if (frame == null) {
      frame = connection.nextFrame();
    }
    // Only then: a lane that brings another state does so before it lets the next frame go.
    return frame != null && ConnectionState.of(connection) == state;
  }

  private byte[] open() {
    byte[] opened = frame;
    frame = null;
    try {
      return switch (state.connection().receive(Frame.parse(opened))) {
        case Received.Data data -> data.data();
        case Received.KeyUpdated _ -> null;
        case Received.Closed _, Received.Alerted _ -> {
          ended = true;
          yield null;
        }
      };
    } catch (ProtocolException e) {
      failure = e;
      return null;
    }
  }

  /** A frame that was taken and is not of this state, or null. */
  byte[] left() {
    return frame;
  }

  /**
   * Whether the peer has said goodbye, or why not.
   *
   * @throws ProtocolException what the last frame has broken
   */
  boolean isEnded() throws ProtocolException {
    if (failure != null) {
      throw failure;
    }
    return ended;
  }
}
