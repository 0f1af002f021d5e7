package org.securechat.web.user;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.securechat.server.admin.user.NewPassword;

/**
 * Which password a user gets: the one that is given, none, or else one that the server makes.
 *
 * @param password chosen by the administrator
 * @param certificateOnly whether the user is to log in by certificate alone
 */
public record PasswordRequest(
    @Size(min = NewPassword.MIN_LENGTH, max = NewPassword.MAX_LENGTH) String password,
    boolean certificateOnly) {

  /** Both would contradict each other. */
  @AssertTrue(message = "cannot be together with a password")
  boolean isCertificateOnlyAlone() {
    return password == null || !certificateOnly;
  }

  Optional<NewPassword> replacement() {
    if (certificateOnly) {
      return Optional.empty();
    }
    return Optional.of(
        password == null ? NewPassword.generated() : NewPassword.chosen(password.toCharArray()));
  }

  @Override
  public String toString() {
    return "PasswordRequest[redacted]";
  }
}
