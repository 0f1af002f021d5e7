package org.securechat.server.actor;

/** The names of {@link Role}s, as annotations need them. */
public final class Roles {

  /** May do everything. */
  public static final String ADMINISTRATOR = "administrator";

  /** Reads and exports everything, the audit log included, and changes nothing. */
  public static final String AUDITOR = "auditor";

  /** Sees and ends sessions, sees health in detail and metrics. */
  public static final String OPERATOR = "operator";

  private Roles() {}
}
