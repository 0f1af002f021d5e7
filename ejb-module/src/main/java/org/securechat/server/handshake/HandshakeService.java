package org.securechat.server.handshake;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/** Moves a handshake on by one frame. It keeps nothing: the state comes in and goes out. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HandshakeService {

  private final ServerIdentity identity;

  /** For the container's proxy. */
  public HandshakeService() {
    this(null);
  }

  @Inject
  public HandshakeService(ServerIdentity identity) {
    this.identity = identity;
  }

  /** The state of a connection from which nothing has arrived. */
  public ServerHandshakeState start(InetSocketAddress peer) {
    return identity.handshake().start(peer.getAddress().getAddress());
  }

  /**
   * Moves a handshake on by one frame.
   *
   * @return the next state and what is to be sent to the peer
   * @throws ProtocolException when the handshake cannot go on: {@link #alert} says so to the peer
   */
  public ServerStep advance(ServerHandshakeState state, Frame frame) throws ProtocolException {
    return identity.handshake().receive(state, frame);
  }

  /** The last frame of a handshake that is not final; its keys are wiped. */
  public Frame alert(ServerHandshakeState state, AlertCode code) {
    return identity.handshake().alert(state, code);
  }
}
