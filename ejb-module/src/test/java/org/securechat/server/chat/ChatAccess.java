package org.securechat.server.chat;

import java.util.UUID;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.SecureConnection;

/** Opens what other packages' tests need of this one. */
public final class ChatAccess {
  private ChatAccess() {}

  public static UserSession session(String user, SecureConnection connection) {
    return new UserSession(new AuthenticatedUser(UUID.randomUUID(), user), connection);
  }

  public static UserSession session(UUID id, String user, SecureConnection connection) {
    return new UserSession(new AuthenticatedUser(id, user), connection);
  }
}
