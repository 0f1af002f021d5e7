package org.securechat.server.endpoint;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.ServerLog;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.endpoint.ConnectionState.Authenticated;
import org.securechat.server.endpoint.ConnectionState.Handshaking;
import org.securechat.server.endpoint.ConnectionState.Leaving;
import org.securechat.server.endpoint.ConnectionState.Refused;
import org.securechat.server.endpoint.ConnectionState.Serving;
import org.securechat.server.handshake.HandshakeLoad;
import org.securechat.server.handshake.HandshakeService;
import org.securechat.server.metrics.ChatMetrics;

/**
 * Where frames enter the application. It keeps nothing itself: what a connection has reached
 * travels with the connection, and each call moves it on by one step.
 *
 * <p>The address and the port have their defaults here, too: in an enterprise archive the server
 * resolves these before it looks into {@code META-INF/microprofile-config.properties}.
 *
 * <p>No transaction spans a call: what is to be durable goes through the ledger, which commits in
 * groups of its own.
 */
@MessageDriven(
    messageListenerInterface = FrameListener.class,
    activationConfig = {
      @ActivationConfigProperty(propertyName = "endpoint", propertyValue = ChatEndpoint.NAME),
      @ActivationConfigProperty(
          propertyName = "address",
          propertyValue = "${MPCONFIG=securechat.bind:127.0.0.1}"),
      @ActivationConfigProperty(
          propertyName = "port",
          propertyValue = "${MPCONFIG=securechat.port:7443}"),
      @ActivationConfigProperty(
          propertyName = "maxConnections",
          propertyValue = "${MPCONFIG=securechat.connections.max:10000}"),
      @ActivationConfigProperty(
          propertyName = "maxConnectionsPerAddress",
          propertyValue = "${MPCONFIG=securechat.connections.max-per-address:1000}"),
      @ActivationConfigProperty(
          propertyName = "idleTimeoutMillis",
          propertyValue = "${MPCONFIG=securechat.connections.idle-millis:300000}"),
      @ActivationConfigProperty(
          propertyName = "proxies",
          propertyValue = "${MPCONFIG=securechat.proxy.networks:none}"),
      @ActivationConfigProperty(
          propertyName = "proxyHeaderTimeoutMillis",
          propertyValue = "${MPCONFIG=securechat.proxy.header-millis:5000}"),
      @ActivationConfigProperty(propertyName = "refusal", propertyValue = ChatEndpoint.OVERLOADED),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChatEndpoint implements FrameListener {

  /** What the gateway knows this endpoint by. */
  public static final String NAME = "chat";

  /** PROTOCOL.md 5: the frame of an alert in the clear with the code {@code overloaded}. */
  static final String OVERLOADED = "00000016057b22636f6465223a226f7665726c6f61646564227d";

  private final HandshakeService handshakes;
  private final RequestDispatcher requests;
  private final HandshakeLoad load;
  private final Clock clock;
  private final ChatMetrics metrics;
  private final AccessAudit audit;

  @Inject
  public ChatEndpoint(
      HandshakeService handshakes,
      RequestDispatcher requests,
      HandshakeLoad load,
      Clock clock,
      ChatMetrics metrics,
      AccessAudit audit) {
    this.handshakes = handshakes;
    this.requests = requests;
    this.load = load;
    this.clock = clock;
    this.metrics = metrics;
    this.audit = audit;
  }

  @Override
  public void opened(Connection connection) {
    ServerHandshakeState first = handshakes.start(connection.remoteAddress());
    load.began();
    connection.state(new Handshaking(first, System.nanoTime()));
  }

  /** What has arrived meanwhile is taken along: each call through the container has its price. */
  @Override
  public void frame(Connection connection, byte[] payload) {
    byte[] next = payload;
    while (next != null) {
      byte[] left = take(connection, next);
      next = left == null ? connection.nextFrame() : left;
    }
  }

  /** Returns a frame that was taken along and is another state's, or null. */
  private byte[] take(Connection connection, byte[] payload) {
    try {
      return switch (ConnectionState.of(connection)) {
        case Handshaking handshaking -> {
          advance(connection, handshaking, Frame.parse(payload));
          yield null;
        }
        case Serving serving -> receive(connection, serving, payload);
        // PROTOCOL.md 13.1, row "leaving": whatever arrives is dropped.
        case Leaving _, Refused _ -> null;
      };
    } catch (ProtocolException e) {
      ServerLog.refused(connection, e);
      failWith(connection, e.alert());
    } catch (RuntimeException e) {
      ServerLog.failed(connection, e);
      failWith(connection, AlertCode.INTERNAL_ERROR);
    }
    return null;
  }

  private void advance(Connection connection, Handshaking handshaking, Frame frame)
      throws ProtocolException {
    ServerStep step = handshakes.advance(handshaking.handshake(), frame);
    switch (step.next()) {
      case ServerHandshakeState.Completed completed -> {
        metrics.handshakeDone(
            completed.channel().group().wireName(), System.nanoTime() - handshaking.since());
        connection.established();
        endHandshake(
            connection,
            new Authenticated(
                new SecureConnection(connection, completed.channel(), clock.instant())));
      }
      case ServerHandshakeState.Refused refused -> {
        metrics.handshakeRefusedByPeer(refused.alert().code());
        endHandshake(connection, new Refused());
        connection.close();
      }
      case ServerHandshakeState unfinished ->
          connection.state(new Handshaking(unfinished, handshaking.since()));
    }
    // A flight is one write, and wakes the thread that writes once.
    if (!step.outgoing().isEmpty()) {
      connection.sendAll(step.outgoing().stream().map(Frame::payload).toList());
    }
  }

  private void endHandshake(Connection connection, ConnectionState next) {
    load.ended();
    connection.state(next);
  }

  private byte[] receive(Connection connection, Serving serving, byte[] payload)
      throws ProtocolException {
    WaitingMessages messages = new WaitingMessages(connection, serving, payload);
    byte[] first = messages.get();
    if (first != null) {
      requests.dispatch(serving, first, messages, connection::state);
    }
    // PROTOCOL.md 13.1: the connection is closed without an answer.
    if (messages.isEnded()) {
      leave(connection, serving);
      connection.close();
    }
    return messages.left();
  }

  private void leave(Connection connection, Serving serving) {
    requests.ended(serving);
    connection.state(new Leaving(serving.connection()));
  }

  /**
   * The one place that turns a failure into what the peer is told: a code, never the reason
   * (PROTOCOL.md 5).
   */
  private void failWith(Connection connection, AlertCode code) {
    switch (ConnectionState.of(connection)) {
      case Handshaking handshaking -> {
        metrics.handshakeRefused(code.code());
        audit.refused(connection, code);
        endHandshake(connection, new Refused());
        connection.send(handshakes.alert(handshaking.handshake(), code).payload());
        connection.close();
      }
      case Serving serving -> {
        leave(connection, serving);
        metrics.alerted(code.code());
        serving.connection().alert(code);
      }
      case Leaving _, Refused _ -> {}
    }
  }

  @Override
  public void protocolViolation(Connection connection, ProtocolViolation violation) {
    ServerLog.violated(connection, violation);
    failWith(connection, alertFor(violation));
  }

  private static AlertCode alertFor(ProtocolViolation violation) {
    return switch (violation) {
      case FRAME_TOO_LARGE -> AlertCode.TOO_LARGE;
      case EMPTY_FRAME, TRUNCATED, PROXY_HEADER_MISSING, PROXY_HEADER_MALFORMED ->
          AlertCode.BAD_FRAME;
      case HANDSHAKE_TIMEOUT, IDLE_TIMEOUT, PROXY_HEADER_TIMEOUT -> AlertCode.TIMEOUT;
      case OVERLOADED -> AlertCode.OVERLOADED;
      case INTERNAL -> AlertCode.INTERNAL_ERROR;
    };
  }

  @Override
  public void closed(Connection connection) {
    switch (ConnectionState.of(connection)) {
      case Handshaking handshaking -> {
        metrics.handshakeAbandoned();
        handshaking.handshake().destroy();
        load.ended();
      }
      case Serving serving -> {
        requests.ended(serving);
        serving.connection().destroy();
      }
      case Leaving leaving -> leaving.connection().destroy();
      case Refused _ -> {}
    }
    connection.state(new Refused());
  }
}
