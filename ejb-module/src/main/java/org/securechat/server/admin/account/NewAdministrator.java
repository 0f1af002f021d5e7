package org.securechat.server.admin.account;

import java.util.Objects;
import java.util.Optional;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.Role;

/**
 * An administrator to be made.
 *
 * @param name as a username
 * @param password empty for one who logs in by certificate alone
 */
public record NewAdministrator(
    String name, Role role, Optional<StoredPassword> password, CertificateRule certificate) {

  /**
   * @throws AdministrationException {@code INVALID} for an invalid name, and for an administrator
   *     who could never log in
   */
  public NewAdministrator {
    Objects.requireNonNull(role);
    if (name == null || !Names.isUsername(name)) {
      throw AdministrationException.invalid(
          "name",
          "must be 1 to 128 of a-z, 0-9, '.', '_', '+', '-' and at most one '@', with a letter or"
              + " digit first and, where there is an '@', last");
    }
    if (password.isEmpty() && certificate.kind() == CertificateRule.Kind.NONE) {
      throw AdministrationException.invalid(
          "password", "there must be a password or a certificate");
    }
  }
}
