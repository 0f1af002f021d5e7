package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.protocol.classic.ClassicAgreement;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.ServerLog;
import org.securechat.server.endpoint.AccessAudit;

/**
 * What both classic endpoints have in common: a state for each connection that moves on by one line
 * at a time, one place that turns what went wrong into words, and an end after too many of them.
 */
abstract class ClassicConversation implements FrameListener {
  private final AccessAudit audit;

  ClassicConversation(AccessAudit audit) {
    this.audit = audit;
  }

  /** The next state. */
  abstract ClassicState step(Connection connection, ClassicState state, ObjectNode message)
      throws ClassicException;

  /** A state that belongs to the other endpoint, or in which lines are dropped. */
  static IllegalStateException impossible(ClassicState state) {
    return new IllegalStateException("a line in the state " + state.getClass().getSimpleName());
  }

  @Override
  public void opened(Connection connection) {
    connection.state(new ClassicState.Greeting());
  }

  @SuppressWarnings("ReferenceEquality") // the same object means: no new state
  @Override
  public void frame(Connection connection, byte[] line) {
    ClassicState state = (ClassicState) connection.state();
    if (state instanceof ClassicState.Over) {
      return;
    }
    try {
      ClassicState next = step(connection, state, ClassicWire.read(line));
      if (next != state) {
        connection.state(next);
      }
    } catch (ClassicException e) {
      ClassicLog.refused(connection, e);
      if (e.error() == ClassicError.BAD_CERT) {
        audit.classicCertificateRefused(connection, e.alert(), ClassicWire.shown(line));
      }
      ClassicWire.send(connection, ClassicWire.error(e.error()));
      if (!state.forgives()) {
        end(connection);
      }
    } catch (RuntimeException e) {
      ServerLog.failed(connection, e);
      ClassicWire.send(connection, ClassicWire.error(ClassicError.INTERNAL));
      end(connection);
    }
  }

  /**
   * Answers a client whose certificate is good, and offers the key agreement.
   *
   * @param server what the answer shows
   * @param field what this endpoint calls the server's public value
   */
  static ClassicState offer(
      Connection connection,
      PeerIdentity peer,
      Credentials server,
      ObjectNode answer,
      String field) {
    ClassicAgreement agreement = ClassicAgreement.start(Providers.random());
    ClassicWire.send(connection, answer);
    ClassicWire.send(
        connection,
        ClassicWire.message("dh_params")
            .put("p", agreement.prime())
            .put("g", agreement.generator())
            .put(field, agreement.publicValue()));
    return new ClassicState.Agreeing(peer, server, agreement);
  }

  static SecretBytes agree(
      Connection connection, ClassicState.Agreeing state, ObjectNode message, String field)
      throws ClassicException {
    SecretBytes key = state.agreement().agree(ClassicWire.number(message, field));
    state.close();
    connection.established();
    return key;
  }

  @Override
  public void protocolViolation(Connection connection, ProtocolViolation violation) {
    ServerLog.violated(connection, violation);
    if (!(connection.state() instanceof ClassicState.Over)) {
      ClassicWire.send(connection, ClassicWire.error(errorFor(violation)));
      end(connection);
    }
  }

  private static ClassicError errorFor(ProtocolViolation violation) {
    return switch (violation) {
      case FRAME_TOO_LARGE -> ClassicError.TOO_LARGE;
      case EMPTY_FRAME, TRUNCATED, PROXY_HEADER_MISSING, PROXY_HEADER_MALFORMED ->
          ClassicError.BAD_MESSAGE;
      case HANDSHAKE_TIMEOUT, IDLE_TIMEOUT, PROXY_HEADER_TIMEOUT -> ClassicError.TIMEOUT;
      case OVERLOADED -> ClassicError.OVERLOADED;
      case INTERNAL -> ClassicError.INTERNAL;
    };
  }

  void end(Connection connection) {
    closed(connection);
    connection.close();
  }

  @Override
  public void closed(Connection connection) {
    if (connection.state() instanceof ClassicState state) {
      state.close();
    }
    connection.state(new ClassicState.Over());
  }
}
