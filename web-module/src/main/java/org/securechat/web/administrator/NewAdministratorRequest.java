package org.securechat.web.administrator;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.securechat.server.admin.user.NewPassword;
import org.securechat.web.user.NewUserRequest;

/**
 * An administrator to be made.
 *
 * @param password absent for one who logs in by certificate alone
 * @param certificate "none" (also if absent), "pinned" or "named"
 * @param certificateSha256 the fingerprint of a pinned one
 */
public record NewAdministratorRequest(
    @NotNull @Pattern(regexp = NewUserRequest.USERNAME, message = NewUserRequest.USERNAME_MESSAGE)
        String name,
    @NotNull String role,
    @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH) String password,
    String certificate,
    String certificateSha256) {

  @Override
  public String toString() {
    return "NewAdministratorRequest[redacted]";
  }
}
