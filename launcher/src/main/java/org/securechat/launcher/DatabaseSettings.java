package org.securechat.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which database the application uses: what {@code SECURECHAT_DB_URL} names, or an embedded H2 in
 * the data folder.
 */
final class DatabaseSettings {

  /**
   * WRITE_DELAY=0: H2 would otherwise keep commits in memory for half a second, and a crash would
   * take them back.
   */
  private static final String H2_OPTIONS =
      ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0"
          + ";DB_CLOSE_ON_EXIT=FALSE";

  private DatabaseSettings() {}

  /** As properties of the application's configuration. */
  static Map<String, String> from(Map<String, String> environment, Path data)
      throws StartException {
    String url = environment.get("SECURECHAT_DB_URL");
    if (url == null) {
      return Map.of(
          "securechat.db.class", "org.h2.jdbcx.JdbcDataSource",
          "securechat.db.url", "jdbc:h2:file:" + data.resolve("securechat") + H2_OPTIONS,
          "securechat.db.user", "securechat",
          "securechat.db.password", "embedded");
    }
    if (!url.startsWith("jdbc:mysql:")) {
      throw new StartException("SECURECHAT_DB_URL must start with jdbc:mysql: (MySQL, MariaDB)");
    }
    return Map.of(
        "securechat.db.class",
        "com.mysql.cj.jdbc.MysqlDataSource",
        "securechat.db.url",
        url,
        "securechat.db.user",
        required(environment, "SECURECHAT_DB_USER"),
        "securechat.db.password",
        password(environment));
  }

  private static String required(Map<String, String> environment, String name)
      throws StartException {
    String value = environment.get(name);
    if (value == null) {
      throw new StartException("SECURECHAT_DB_URL is set, but " + name + " is not");
    }
    return value;
  }

  private static String password(Map<String, String> environment) throws StartException {
    String file = environment.get("SECURECHAT_DB_PASSWORD_FILE");
    if (file == null) {
      return required(environment, "SECURECHAT_DB_PASSWORD");
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new StartException("cannot read SECURECHAT_DB_PASSWORD_FILE " + file, e);
    }
  }
}
