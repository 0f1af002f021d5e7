package org.securechat.client.attack.target;

import org.securechat.client.connection.ServerAddress;

/**
 * Where a server listens for clients of the classic protocol.
 *
 * @param login the endpoint for registration and login
 * @param chat the endpoint for chats
 */
public record ClassicEndpoints(ServerAddress login, ServerAddress chat) {
  /** The login endpoint's port unless told otherwise. */
  public static final int LOGIN_PORT = 9000;

  /** The chat endpoint's port unless told otherwise. */
  public static final int CHAT_PORT = 9100;

  @Override
  public String toString() {
    return login + " (login) and " + chat + " (chat)";
  }
}
