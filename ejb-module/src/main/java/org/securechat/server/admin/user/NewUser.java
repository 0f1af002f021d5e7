package org.securechat.server.admin.user;

import java.util.Objects;
import java.util.Optional;
import org.securechat.protocol.name.Names;
import org.securechat.server.actor.AdministrationException;

/**
 * An account that is to be made.
 *
 * @param username one that the user's certificate states
 * @param password empty for an account that logs in by certificate alone, which only a server with
 *     the password policy {@code never} allows
 */
public record NewUser(String username, Optional<NewPassword> password) {
  /**
   * @throws AdministrationException {@code INVALID} for what is no username
   */
  public NewUser {
    if (username == null || !Names.isUsername(username)) {
      throw AdministrationException.invalid(
          "username",
          "must be 1 to 128 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a letter or"
              + " digit first and, where there is an '@', last");
    }
    Objects.requireNonNull(password);
  }
}
