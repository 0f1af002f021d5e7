package org.securechat.server.query;

import java.sql.Connection;
import java.sql.SQLException;

/** Which database it is, where they differ. */
public final class DatabaseProduct {
  private DatabaseProduct() {}

  /** Whether it is the embedded one; otherwise it is MySQL or MariaDB. */
  public static boolean isH2(Connection connection) throws SQLException {
    return "H2".equals(connection.getMetaData().getDatabaseProductName());
  }
}
