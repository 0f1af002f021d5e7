package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.ActivationConfigProperty;
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
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.PasswordAuthentication;
import org.securechat.server.endpoint.AccessAudit;

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
      @ActivationConfigProperty(
          propertyName = "proxies",
          propertyValue = "${MPCONFIG=securechat.proxy.networks:none}"),
      @ActivationConfigProperty(
          propertyName = "proxyHeaderTimeoutMillis",
          propertyValue = "${MPCONFIG=securechat.proxy.header-millis:5000}"),
      @ActivationConfigProperty(propertyName = "frameLimit", propertyValue = "32768"),
      @ActivationConfigProperty(propertyName = "maxConnections", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "8"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicChatEndpoint extends ClassicConversation {

  /** What the gateway knows this endpoint by. */
  public static final String NAME = "classic-chat";

  private final ClassicKeys keys;
  private final ClassicMessages messages;
  private final PasswordAuthentication accounts;
  private final Clock clock;

  @Inject
  public ClassicChatEndpoint(
      ClassicKeys keys,
      ClassicMessages messages,
      PasswordAuthentication accounts,
      AccessAudit audit,
      Clock clock) {
    super(audit);
    this.keys = keys;
    this.messages = messages;
    this.accounts = accounts;
    this.clock = clock;
  }

  @Override
  ClassicState step(Connection connection, ClassicState state, ObjectNode message)
      throws ClassicException {
    return switch (state) {
      case ClassicState.Greeting _ -> greet(connection, message);
      case ClassicState.Agreeing agreeing -> agree(connection, agreeing, message);
      case ClassicState.Chatting chatting -> chat(connection, chatting, message);
      case ClassicState.Commanding _, ClassicState.Over _ -> throw impossible(state);
    };
  }

  private ClassicState agree(
      Connection connection, ClassicState.Agreeing agreeing, ObjectNode message)
      throws ClassicException {
    ClassicWire.expect(message, "dh_pub");
    Optional<AuthenticatedUser> user = named(agreeing.peer());
    SecretBytes key = agree(connection, agreeing, message, "y");
    connection.servedFor(
        user.<Object>map(AuthenticatedUser::id).orElse(agreeing.peer().certificateSha256()));
    return new ClassicState.Chatting(
        connection,
        new ClassicSession(agreeing.peer(), agreeing.server(), user, key, clock.instant()),
        new Refusals());
  }

  private ClassicState greet(Connection connection, ObjectNode message) throws ClassicException {
    ClassicWire.expect(message, "cert");
    PeerIdentity peer = keys.verify(ClassicWire.certificate(message));
    ClassicKeys.Shown shown = keys.shown();
    return offer(
        connection,
        peer,
        shown.credentials(),
        ClassicWire.message("cert").put("cert", shown.certificate()),
        "y");
  }

  private Optional<AuthenticatedUser> named(PeerIdentity peer) throws ClassicException {
    try {
      return accounts.named(peer);
    } catch (DomainException e) {
      throw ClassicException.badCertificate(AlertCode.ACCESS_DENIED, e.getMessage());
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
