package org.securechat.server.audit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What the server's own log says of the audit log. A number is never used again for something else.
 */
final class AuditTrouble {
  private static final Logger LOG = System.getLogger("org.securechat.server.audit");

  private AuditTrouble() {}

  static void notWritten(String action, RuntimeException reason) {
    LOG.log(Level.WARNING, "SC-A001 the audit log could not take " + action + " yet", reason);
  }

  static void failed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-A002 the audit log could not be read", reason);
  }
}
