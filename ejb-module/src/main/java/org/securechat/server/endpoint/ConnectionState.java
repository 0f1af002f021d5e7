package org.securechat.server.endpoint;

import java.util.Optional;
import java.util.UUID;
import org.securechat.connector.contract.Connection;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.server.chat.UserSession;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.session.SecureSession;

/**
 * What the server knows of one connection (PROTOCOL.md 13.1). Without keys there is no {@link
 * SecureConnection}, and without a login there is no {@link UserSession}: no code can mistake one
 * state for another.
 */
public sealed interface ConnectionState {

  /** What {@link ChatEndpoint} has kept with the connection. */
  static ConnectionState of(Connection connection) {
    return connection.state() instanceof ConnectionState state ? state : new Refused();
  }

  /**
   * Keys are being agreed and certificates shown.
   *
   * @param since when the connection was opened, as {@link System#nanoTime} has it
   */
  record Handshaking(ServerHandshakeState handshake, long since) implements ConnectionState {}

  /** There are keys, and requests are served. */
  sealed interface Serving extends ConnectionState, SecureSession {}

  /** The peer's certificate is verified; no user has logged in. */
  record Authenticated(SecureConnection connection) implements Serving {}

  /** An account is using the connection. */
  record LoggedIn(SecureConnection connection, UserSession session) implements Serving {
    @Override
    public Optional<UUID> userId() {
      return Optional.of(session.userId());
    }

    @Override
    public Optional<String> userName() {
      return Optional.of(session.userName());
    }
  }

  /** The closing messages are on their way; what arrives now is dropped. */
  record Leaving(SecureConnection connection) implements ConnectionState {}

  /** Turned away before there were keys, or closed; what arrives now is dropped. */
  record Refused() implements ConnectionState {}
}
