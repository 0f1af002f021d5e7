package org.securechat.server.endpoint;

import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.handshake.ServerHandshakeState;
import org.securechat.server.chat.UserSession;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.session.SecureSession;

/**
 * What the server knows of one connection. Without keys there is no {@link SecureConnection}, and
 * without a login there is no {@link UserSession}: no code can mistake one state for another.
 */
public sealed interface ConnectionState {

  /**
   * Keys are being agreed and certificates shown.
   *
   * @param since when the connection was opened, as {@link System#nanoTime} has it
   */
  record Handshaking(ServerHandshakeState handshake, long since) implements ConnectionState {}

  /** The peer's certificate is verified; nobody has logged in. */
  record Authenticated(SecureConnection connection) implements ConnectionState, SecureSession {}

  /** An account is using the connection. */
  record LoggedIn(SecureConnection connection, UserSession session)
      implements ConnectionState, SecureSession {
    @Override
    public Optional<UUID> userId() {
      return Optional.of(session.userId());
    }

    @Override
    public Optional<String> userName() {
      return Optional.of(session.userName());
    }
  }

  /** Last words were sent under these keys; whatever else arrives is dropped. */
  record Leaving(SecureConnection connection) implements ConnectionState {}

  /** Turned away before there were keys; whatever else arrives is dropped. */
  record Refused() implements ConnectionState {}
}
