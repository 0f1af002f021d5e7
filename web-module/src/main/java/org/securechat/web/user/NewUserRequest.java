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
    @NotNull @Size(min = 3, max = 254) String email,
    @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH) String password) {

  static final String USERNAME = "[a-z0-9][a-z0-9._-]{0,63}";
  static final String USERNAME_MESSAGE =
      "must be 1 to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first";

  NewUser account() {
    return new NewUser(
        username,
        email,
        Optional.ofNullable(password).map(text -> NewPassword.chosen(text.toCharArray())));
  }

  @Override
  public String toString() {
    return "NewUserRequest[redacted]";
  }
}
