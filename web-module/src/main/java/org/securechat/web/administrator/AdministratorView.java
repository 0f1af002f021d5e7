package org.securechat.web.administrator;

import java.time.Instant;
import org.securechat.server.admin.account.Administrator;

/**
 * An administrator.
 *
 * @param name as the audit log has it
 * @param role {@code administrator}, {@code auditor} or {@code operator}
 * @param state {@code active} or {@code disabled}
 * @param password whether a password logs them in
 * @param certificate which certificate logs them in: "none", "pinned" or "named"
 * @param certificateSha256 the fingerprint of a pinned one; otherwise absent
 * @param createdAt when they were made
 * @param updatedAt when they were last changed
 */
public record AdministratorView(
    String name,
    String role,
    String state,
    boolean password,
    String certificate,
    String certificateSha256,
    Instant createdAt,
    Instant updatedAt) {

  static AdministratorView of(Administrator known) {
    return new AdministratorView(
        known.name(),
        known.role().wireName(),
        known.state(),
        known.hasPassword(),
        known.certificate().kind().wireName(),
        known.certificate().sha256(),
        known.createdAt(),
        known.updatedAt());
  }
}
