package org.securechat.server.account;

import java.util.UUID;

/**
 * A user who has proved their identity.
 *
 * @param isBot whether it is a program
 */
public record AuthenticatedUser(UUID id, String username, boolean isBot) {
  /** A person. */
  public AuthenticatedUser(UUID id, String username) {
    this(id, username, false);
  }
}
