package org.securechat.web.user;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.securechat.server.admin.user.NewPassword;
import org.securechat.server.admin.user.NewUser;

/**
 * An account to be made.
 *
 * @param password absent for an account that logs in by certificate alone
 */
public record NewUserRequest(
    @NotNull @Pattern(regexp = USERNAME, message = USERNAME_MESSAGE) String username,
    @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH) String password) {

  /** PROTOCOL.md §1; the look-ahead limits the length. */
  public static final String USERNAME =
      "(?=.{1,128}$)[a-z0-9][a-z0-9._+-]*(@[a-z0-9._+-]*[a-z0-9])?";

  /** What a violation is answered with. */
  public static final String USERNAME_MESSAGE =
      "must be 1 to 128 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a letter or digit"
          + " first and, where there is an '@', last";

  NewUser account() {
    return new NewUser(
        username,
        Optional.ofNullable(password).map(text -> NewPassword.chosen(text.toCharArray())));
  }

  @Override
  public String toString() {
    return "NewUserRequest[redacted]";
  }
}
