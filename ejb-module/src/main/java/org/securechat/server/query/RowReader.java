package org.securechat.server.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes something of the present row. */
@FunctionalInterface
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
