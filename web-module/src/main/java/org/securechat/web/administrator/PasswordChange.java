package org.securechat.web.administrator;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.securechat.server.admin.user.NewPassword;

/**
 * An administrator's new password.
 *
 * @param password in clear; the server keeps what Argon2id makes of it
 */
public record PasswordChange(
    @NotNull @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH) String password) {

  @Override
  public String toString() {
    return "PasswordChange[redacted]";
  }
}
