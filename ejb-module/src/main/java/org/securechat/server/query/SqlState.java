package org.securechat.server.query;

import java.sql.SQLException;

/** Why a database refused a statement, by the class of its SQLSTATE (ISO/IEC 9075-2, 24.1). */
public final class SqlState {
  private static final String INTEGRITY_VIOLATION = "23";
  private static final String ROLLBACK = "40";

  private SqlState() {}

  /**
   * Whether a row could not be written beside those that there are.
   *
   * @param thrown what the statement, or what executed it, has thrown
   */
  public static boolean isViolation(Throwable thrown) {
    return isOfClass(INTEGRITY_VIOLATION, thrown);
  }

  /**
   * Whether the database ended the transaction for the sake of others, as it does with one of those
   * that wait for each other in a circle.
   *
   * @param thrown what the statement, or what executed it, has thrown
   */
  public static boolean isRollback(Throwable thrown) {
    return isOfClass(ROLLBACK, thrown);
  }

  private static boolean isOfClass(String classCode, Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith(classCode)) {
        return true;
      }
    }
    return false;
  }
}
