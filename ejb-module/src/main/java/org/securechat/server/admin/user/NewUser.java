package org.securechat.server.admin.user;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.securechat.protocol.application.Names;
import org.securechat.server.actor.AdministrationException;

/**
 * An account that is to be made.
 *
 * @param username as the user's certificate names it
 * @param email stored in lower case
 * @param password empty for an account that logs in by certificate alone, which only a server with
 *     the password policy {@code never} allows
 */
public record NewUser(String username, String email, Optional<NewPassword> password) {
  /**
   * @throws AdministrationException {@code INVALID} for what is no username or no address
   */
  public NewUser {
    if (username == null || !Names.isName(username)) {
      throw AdministrationException.invalid(
          "username", "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first");
    }
    if (email == null || !Names.isEmail(email)) {
      throw AdministrationException.invalid("email", "is not an e-mail address");
    }
    // An address is ASCII, so no letter changes into another.
    email = email.toLowerCase(Locale.ROOT);
    Objects.requireNonNull(password);
  }
}
