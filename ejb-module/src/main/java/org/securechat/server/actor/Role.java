package org.securechat.server.actor;

import java.util.Optional;
import org.securechat.protocol.json.WireNamed;

/** What an administrator may do over the administration interface. Each has exactly one role. */
public enum Role implements WireNamed {
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
  @Override
  public String wireName() {
    return wireName;
  }

  /** The role of that name, exactly as written, if there is one. */
  public static Optional<Role> of(String wireName) {
    return WireNamed.find(Role.class, wireName);
  }
}
