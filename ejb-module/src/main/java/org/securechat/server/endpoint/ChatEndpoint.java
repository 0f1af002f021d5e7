package org.securechat.server.endpoint;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.protocol.handshake.ServerStep;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.ServerLog;
import org.securechat.server.delivery.SecureConnection;
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
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChatEndpoint implements FrameListener {

  /** What the gateway knows this endpoint by. */
  public static final String NAME = "chat";

  @EJB private HandshakeService handshakes;

  @EJB private RequestDispatcher requests;

  @Inject private HandshakeLoad load;

  @Inject private Clock clock;

  @Inject private ChatMetrics metrics;

  @Inject private AccessAudit audit;

  @Override
  public void opened(Connection connection) {
    load.began();
    connection.state(
        new ConnectionState.Handshaking(
            handshakes.start(connection.remoteAddress()), System.nanoTime()));
  }

  @Override
  public void frame(Connection connection, byte[] payload) {
    Object state = connection.state();
    try {
      Frame frame = Frame.parse(payload);
      if (state instanceof ConnectionState.Handshaking handshaking) {
        advance(connection, handshaking, frame);
      } else if (state instanceof ConnectionState.Authenticated authenticated) {
        receive(connection, authenticated.connection(), frame);
      } else if (state instanceof ConnectionState.LoggedIn loggedIn) {
        receive(connection, loggedIn.connection(), frame);
      }
    } catch (ProtocolException e) {
      ServerLog.refused(connection, e);
      failWith(connection, e.alert());
    } catch (RuntimeException e) {
      ServerLog.failed(connection, e);
      failWith(connection, AlertCode.INTERNAL_ERROR);
    }
  }

  private void advance(Connection connection, ConnectionState.Handshaking handshaking, Frame frame)
      throws ProtocolException {
    ServerStep step = handshakes.advance(handshaking.handshake(), frame);
    if (step.next() instanceof ServerHandshakeState.Completed completed) {
      metrics.handshakeDone(
          completed.channel().group().wireName(), System.nanoTime() - handshaking.since());
      connection.established();
      endHandshake(
          connection,
          new ConnectionState.Authenticated(
              new SecureConnection(connection, completed.channel(), clock.instant())));
    } else if (step.next() instanceof ServerHandshakeState.Refused refused) {
      metrics.handshakeRefusedByPeer(refused.alert().code());
      endHandshake(connection, new ConnectionState.Refused());
      connection.close();
    } else {
      connection.state(new ConnectionState.Handshaking(step.next(), handshaking.since()));
    }
    for (Frame answer : step.outgoing()) {
      connection.send(answer.payload());
    }
  }

  private void endHandshake(Connection connection, ConnectionState next) {
    load.ended();
    connection.state(next);
  }

  private void receive(Connection connection, SecureConnection secured, Frame frame)
      throws ProtocolException {
    Received received = secured.receive(frame);
    if (received instanceof Received.Data data) {
      ConnectionState before = (ConnectionState) connection.state();
      ConnectionState after = requests.dispatch(before, data.data());
      if (after != before) {
        connection.state(after);
      }
    } else if (received instanceof Received.Closed || received instanceof Received.Alerted) {
      requests.ended((ConnectionState) connection.state());
      connection.state(new ConnectionState.Leaving(secured));
      connection.close();
    }
  }

  /** One place turns what went wrong into what the peer is told: a code, never the reason. */
  private void failWith(Connection connection, AlertCode code) {
    Object state = connection.state();
    SecureConnection secured = securedBy(state);
    if (state instanceof ConnectionState.Handshaking handshaking) {
      metrics.handshakeRefused(code.code());
      audit.refused(connection, code);
      endHandshake(connection, new ConnectionState.Refused());
      connection.send(handshakes.alert(handshaking.handshake(), code).payload());
      connection.close();
    } else if (secured != null && !(state instanceof ConnectionState.Leaving)) {
      requests.ended((ConnectionState) state);
      connection.state(new ConnectionState.Leaving(secured));
      metrics.alerted(code.code());
      secured.alert(code);
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
      case EMPTY_FRAME, TRUNCATED -> AlertCode.BAD_FRAME;
      case HANDSHAKE_TIMEOUT, IDLE_TIMEOUT -> AlertCode.TIMEOUT;
      case OVERLOADED -> AlertCode.OVERLOADED;
      case INTERNAL -> AlertCode.INTERNAL_ERROR;
    };
  }

  @Override
  public void closed(Connection connection) {
    SecureConnection secured = securedBy(connection.state());
    if (secured != null) {
      requests.ended((ConnectionState) connection.state());
      secured.destroy();
    } else if (connection.state() instanceof ConnectionState.Handshaking handshaking) {
      metrics.handshakeAbandoned();
      handshaking.handshake().destroy();
      endHandshake(connection, new ConnectionState.Refused());
    }
    connection.state(new ConnectionState.Refused());
  }

  private static SecureConnection securedBy(Object state) {
    if (state instanceof ConnectionState.Authenticated authenticated) {
      return authenticated.connection();
    } else if (state instanceof ConnectionState.LoggedIn loggedIn) {
      return loggedIn.connection();
    }
    return state instanceof ConnectionState.Leaving leaving ? leaving.connection() : null;
  }
}
