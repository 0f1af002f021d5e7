package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.PasswordAuthentication;

/** Where classic clients chat: each with the server, and its record is theirs. */
@MessageDriven(
    messageListenerInterface = FrameListener.class,
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "endpoint",
          propertyValue = ClassicChatEndpoint.NAME),
      @ActivationConfigProperty(propertyName = "framing", propertyValue = "line"),
      @ActivationConfigProperty(
          propertyName = "enabled",
          propertyValue = "${MPCONFIG=securechat.classic.enabled:false}"),
      @ActivationConfigProperty(
          propertyName = "address",
          propertyValue = "${MPCONFIG=securechat.classic.bind:127.0.0.1}"),
      @ActivationConfigProperty(
          propertyName = "port",
          propertyValue = "${MPCONFIG=securechat.classic.chat-port:9100}"),
      @ActivationConfigProperty(propertyName = "frameLimit", propertyValue = "32768"),
      @ActivationConfigProperty(propertyName = "maxConnections", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "8"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicChatEndpoint extends ClassicConversation {

  /** What the gateway knows this endpoint by. */
  public static final String NAME = "classic-chat";

  @EJB private ClassicKeys keys;

  @EJB private ClassicMessages messages;

  @EJB private PasswordAuthentication accounts;

  @Inject private Clock clock;

  @Override
  ClassicState step(Connection connection, ClassicState state, ObjectNode message)
      throws ClassicException {
    if (state instanceof ClassicState.Greeting) {
      return greet(connection, message);
    } else if (state instanceof ClassicState.Agreeing agreeing) {
      ClassicWire.expect(message, "dh_pub");
      Optional<AuthenticatedUser> user = named(agreeing.peer());
      SecretBytes key = agree(connection, agreeing, message, "y");
      return new ClassicState.Chatting(
          connection,
          new ClassicSession(agreeing.peer(), user, key, clock.instant()),
          new Refusals());
    }
    return chat(connection, (ClassicState.Chatting) state, message);
  }

  private ClassicState greet(Connection connection, ObjectNode message) throws ClassicException {
    ClassicWire.expect(message, "cert");
    PeerIdentity peer = keys.verify(ClassicWire.certificate(message));
    return offer(
        connection, peer, ClassicWire.message("cert").put("cert", keys.certificate()), "y");
  }

  private Optional<AuthenticatedUser> named(PeerIdentity peer) throws ClassicException {
    try {
      return accounts.named(peer);
    } catch (AccountException e) {
      throw new ClassicException(ClassicError.BAD_CERT, e.getMessage());
    }
  }

  private ClassicState chat(Connection connection, ClassicState.Chatting state, ObjectNode message)
      throws ClassicException {
    switch (ClassicWire.type(message)) {
      case "msg" -> messages.take(connection, state.session(), message);
      case "bye" -> {
        messages.bye(connection, state.session());
        end(connection);
        return new ClassicState.Over();
      }
      default -> throw new ClassicException(ClassicError.BAD_MESSAGE, "unknown type");
    }
    return state;
  }
}
