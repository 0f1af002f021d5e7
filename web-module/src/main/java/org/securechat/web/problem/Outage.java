package org.securechat.web.problem;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

/** Whether something failed because the database is away, which is not a defect and passes. */
public final class Outage {

  /** Deep enough for what containers wrap around an exception. */
  static final int MAX_CAUSES = 10;

  /** SQLSTATE class 08: connection exception (ISO 9075-2). */
  private static final String CONNECTION = "08";

  private Outage() {}

  /** Whether the exception, or one of its causes, says so. */
  public static boolean causes(Throwable thrown) {
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      if (cause instanceof SQLException failure && isAway(failure)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAway(SQLException failure) {
    return failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLRecoverableException
        || failure instanceof SQLTransientException
        // A pool that has no connection to give says so without a state.
        || failure.getSQLState() == null
        || failure.getSQLState().startsWith(CONNECTION);
  }
}
