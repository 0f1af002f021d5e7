package org.securechat.protocol.handshake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.testkit.TestPki;

/**
 * A client and a server in memory, joined by a wire on which a test can stand. An exception of
 * either side comes out of {@link #run} as it is.
 */
final class HandshakePair {
  static final String HOST = "chat.example.org";
  static final TestPki PKI = TestPki.create();
  static final Credentials ALICE = PKI.client("alice").issue();
  static final Credentials SERVER = PKI.server(HOST).issue();

  final ClientHandshake client;
  final ServerHandshake server;
  final Deque<Frame> toServer = new ArrayDeque<>();
  final Deque<Frame> toClient = new ArrayDeque<>();
  final List<Frame> seen = new ArrayList<>();
  ClientHandshakeState clientState;
  ServerHandshakeState serverState;

  private UnaryOperator<Frame> onTheWay = frame -> frame;

  HandshakePair(ClientHandshake.Settings client, ServerHandshake.Settings server) {
    this.client = new ClientHandshake(client);
    this.server = new ServerHandshake(server);
  }

  static HandshakePair create() {
    return new HandshakePair(clientSettings(), serverSettings());
  }

  static HandshakePair with(NamedGroup group) {
    NegotiationPolicy policy = NegotiationPolicy.DEFAULT.withGroups(group);
    return new HandshakePair(clientSettings().withPolicy(policy), serverSettings());
  }

  static ClientHandshake.Settings clientSettings() {
    return clientSettings(ALICE);
  }

  static ClientHandshake.Settings clientSettings(Credentials credentials) {
    return ClientHandshake.Settings.of(credentials, PKI.rules(), HOST, TestPki.CLOCK);
  }

  static ServerHandshake.Settings serverSettings() {
    return serverSettings(SERVER);
  }

  static ServerHandshake.Settings serverSettings(Credentials credentials) {
    return ServerHandshake.Settings.of(credentials, PKI.rules(), TestPki.CLOCK);
  }

  /** Changes every frame of either direction; null drops it. */
  HandshakePair tampering(UnaryOperator<Frame> change) {
    onTheWay = change;
    return this;
  }

  HandshakePair start() {
    serverState = server.start();
    ClientStep step = client.start();
    clientState = step.next();
    toServer.addAll(step.outgoing());
    return this;
  }

  /** Runs until nobody has anything more to say. */
  HandshakePair run() throws ProtocolException {
    start();
    while (!toServer.isEmpty() || !toClient.isEmpty()) {
      if (!toServer.isEmpty()) {
        stepServer();
      } else {
        stepClient();
      }
    }
    return this;
  }

  void stepServer() throws ProtocolException {
    Frame frame = pass(toServer.poll());
    if (frame != null) {
      ServerStep step = server.receive(serverState, frame);
      serverState = step.next();
      toClient.addAll(step.outgoing());
    }
  }

  void stepClient() throws ProtocolException {
    Frame frame = pass(toClient.poll());
    if (frame != null) {
      ClientStep step = client.receive(clientState, frame);
      clientState = step.next();
      toServer.addAll(step.outgoing());
    }
  }

  private Frame pass(Frame frame) {
    seen.add(frame);
    return onTheWay.apply(frame);
  }

  SecureChannel clientChannel() {
    return ((ClientHandshakeState.Completed) clientState).channel();
  }

  SecureChannel serverChannel() {
    return ((ServerHandshakeState.Completed) serverState).channel();
  }
}
