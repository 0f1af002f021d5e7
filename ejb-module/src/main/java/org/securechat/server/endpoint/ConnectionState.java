package org.securechat.server.endpoint;

import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.handshake.ServerState;
import org.securechat.server.chat.ChatSession;
import org.securechat.server.delivery.Link;
import org.securechat.server.session.LinkSession;

/**
 * What the server knows of one connection. A connection without keys has no link and one without a
 * login has no session, so no code can mistake the one for the other.
 */
public sealed interface ConnectionState {

  /**
   * Keys are being agreed and certificates shown.
   *
   * @param since when the connection was opened, as {@link System#nanoTime} has it
   */
  record Handshaking(ServerState handshake, long since) implements ConnectionState {}

  /** The peer's certificate is verified; nobody has logged in. */
  record Authenticated(Link link) implements ConnectionState, LinkSession {}

  /** An account is using the connection. */
  record LoggedIn(Link link, ChatSession session) implements ConnectionState, LinkSession {
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
  record Leaving(Link link) implements ConnectionState {}

  /** Turned away before there were keys; whatever else arrives is dropped. */
  record Refused() implements ConnectionState {}
}
