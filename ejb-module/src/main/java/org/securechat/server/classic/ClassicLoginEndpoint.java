package org.securechat.server.classic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.FrameListener;
import org.securechat.protocol.classic.ClassicCipher;
import org.securechat.protocol.classic.ClassicError;
import org.securechat.protocol.classic.ClassicException;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.json.Json;
import org.securechat.protocol.json.JsonException;
import org.securechat.server.endpoint.AccessAudit;

/**
 * Where classic clients register and log in. At most four of its eight calls at a time can be about
 * passwords (inside the gates or waiting at them), so that the others go on.
 */
@MessageDriven(
    messageListenerInterface = FrameListener.class,
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "endpoint",
          propertyValue = ClassicLoginEndpoint.NAME),
      @ActivationConfigProperty(propertyName = "framing", propertyValue = "line"),
      @ActivationConfigProperty(
          propertyName = "enabled",
          propertyValue = "${MPCONFIG=securechat.classic.enabled:false}"),
      @ActivationConfigProperty(
          propertyName = "address",
          propertyValue = "${MPCONFIG=securechat.classic.bind:127.0.0.1}"),
      @ActivationConfigProperty(
          propertyName = "port",
          propertyValue = "${MPCONFIG=securechat.classic.login-port:9000}"),
      @ActivationConfigProperty(
          propertyName = "proxies",
          propertyValue = "${MPCONFIG=securechat.proxy.networks:none}"),
      @ActivationConfigProperty(
          propertyName = "proxyHeaderTimeoutMillis",
          propertyValue = "${MPCONFIG=securechat.proxy.header-millis:5000}"),
      @ActivationConfigProperty(propertyName = "frameLimit", propertyValue = "32768"),
      @ActivationConfigProperty(propertyName = "maxConnections", propertyValue = "1000"),
      @ActivationConfigProperty(propertyName = "inFlightLimit", propertyValue = "1"),
      @ActivationConfigProperty(propertyName = "concurrency", propertyValue = "8"),
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClassicLoginEndpoint extends ClassicConversation {

  /** What the gateway knows this endpoint by. */
  public static final String NAME = "classic-login";

  private static final int NONCE = 16;
  private static final int MAX_NONCE = 64;
  private static final int MAX_CIPHERTEXT = 8_192;

  private final ClassicKeys keys;
  private final ClassicCommands commands;

  @Inject
  public ClassicLoginEndpoint(ClassicKeys keys, ClassicCommands commands, AccessAudit audit) {
    super(audit);
    this.keys = keys;
    this.commands = commands;
  }

  @Override
  ClassicState step(Connection connection, ClassicState state, ObjectNode message)
      throws ClassicException {
    return switch (state) {
      case ClassicState.Greeting _ -> greet(connection, message);
      case ClassicState.Agreeing agreeing -> {
        ClassicWire.expect(message, "dh_client_pub");
        yield new ClassicState.Commanding(
            agreeing.peer(), agree(connection, agreeing, message, "client_pub"), new Refusals());
      }
      case ClassicState.Commanding commanding -> {
        command(connection, commanding, message);
        yield commanding;
      }
      case ClassicState.Chatting _, ClassicState.Over _ -> throw impossible(state);
    };
  }

  private ClassicState greet(Connection connection, ObjectNode message) throws ClassicException {
    ClassicWire.expect(message, "hello");
    // It binds nothing in this profile, but a client without one is no client.
    byte[] shown =
        ClassicWire.reading(
            ClassicError.BAD_MESSAGE, () -> Json.base64UpTo(message, "nonce", MAX_NONCE));
    if (shown.length == 0) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, "an empty nonce");
    }
    PeerIdentity peer = keys.verify(ClassicWire.certificate(message));
    byte[] nonce = new byte[NONCE];
    Providers.random().nextBytes(nonce);
    ClassicKeys.Shown own = keys.shown();
    return offer(
        connection,
        peer,
        own.credentials(),
        ClassicWire.message("hello_ack")
            .put("cert", own.certificate())
            .put("nonce", Json.base64(nonce)),
        "server_pub");
  }

  private void command(Connection connection, ClassicState.Commanding state, ObjectNode message)
      throws ClassicException {
    byte[] plaintext = decrypt(state, message);
    try {
      ObjectNode answer =
          commands.answer(command(plaintext), state.peer(), connection.remoteAddress());
      ClassicCipher.Sealed sealed =
          ClassicCipher.seal(state.key(), Json.write(answer), Providers.random());
      ClassicWire.send(
          connection,
          ClassicWire.message("enc")
              .put("iv", Json.base64(sealed.iv()))
              .put("ct", Json.base64(sealed.ciphertext())));
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private static byte[] decrypt(ClassicState.Commanding state, ObjectNode message)
      throws ClassicException {
    if (!ClassicWire.isOf(message, "enc")) {
      throw new ClassicException(ClassicError.EXPECTED_ENC, "a command in the clear");
    }
    try {
      Optional<byte[]> plaintext =
          ClassicCipher.open(
              state.key(),
              Json.base64(message, "iv", ClassicCipher.BLOCK),
              Json.base64UpTo(message, "ct", MAX_CIPHERTEXT));
      return plaintext.orElseThrow(ClassicLoginEndpoint::undecipherable);
    } catch (JsonException e) {
      throw undecipherable();
    }
  }

  /** The same for bad padding and bad content: who can tell them apart can decrypt by asking. */
  private static ObjectNode command(byte[] plaintext) throws ClassicException {
    try {
      return Json.parse(plaintext);
    } catch (JsonException e) {
      throw undecipherable();
    }
  }

  private static ClassicException undecipherable() {
    return new ClassicException(ClassicError.DECRYPT_FAIL, "what came out is no command");
  }
}
