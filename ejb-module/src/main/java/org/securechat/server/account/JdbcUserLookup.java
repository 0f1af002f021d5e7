package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.securechat.protocol.crypto.KdfParameters;
import org.securechat.protocol.name.Names;
import org.securechat.server.query.RowQuery;

/** The table {@code users}, read for logins. */
@ApplicationScoped
public class JdbcUserLookup implements UserLookup {
  private static final String BY_USERNAME =
      "SELECT id, username, salt, pwd_hash, kdf_memory_kib, kdf_iterations, kdf_parallelism, state,"
          + " bot, created_at, updated_at, version FROM users WHERE username = ?";

  private final DataSource database;

  /** For the container's proxy. */
  public JdbcUserLookup() {
    this(null);
  }

  @Inject
  public JdbcUserLookup(DataSource database) {
    this.database = database;
  }

  @Override
  public Optional<User> byUsername(String username) {
    // Databases differ in which letters they take for equal; among valid names they agree.
    return Names.isUsername(username)
        ? RowQuery.all(database, BY_USERNAME, JdbcUserLookup::user, username).stream().findFirst()
        : Optional.empty();
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("username"),
        password(row),
        row.getString("state"),
        row.getBoolean("bot"),
        row.getLong("created_at"),
        row.getLong("updated_at"),
        row.getLong("version"));
  }

  /** A password is there with its salt and parameters, or not at all. */
  private static StoredPassword password(ResultSet row) throws SQLException {
    byte[] hash = row.getBytes("pwd_hash");
    return hash == null
        ? null
        : StoredPassword.ofVerifier(
            row.getBytes("salt"),
            new KdfParameters(
                row.getInt("kdf_memory_kib"),
                row.getInt("kdf_iterations"),
                row.getInt("kdf_parallelism")),
            hash);
  }
}
