package org.securechat.server.actor;

import java.util.Optional;

/** What an administrator may do over the administration interface. Each has exactly one role. */
public enum Role {
  /** May do everything. */
  ADMINISTRATOR(Roles.ADMINISTRATOR),
  /** Reads and exports everything, the audit log included, and changes nothing. */
  AUDITOR(Roles.AUDITOR),
  /** Sees and ends sessions, sees health in detail and metrics. */
  OPERATOR(Roles.OPERATOR);

  private final String wireName;

  Role(String wireName) {
    this.wireName = wireName;
  }

  /** The name in requests, answers, annotations and the database. */
  public String wireName() {
    return wireName;
  }

  /** The role of that name, exactly as written, if there is one. */
  public static Optional<Role> of(String wireName) {
    for (Role role : values()) {
      if (role.wireName.equals(wireName)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
