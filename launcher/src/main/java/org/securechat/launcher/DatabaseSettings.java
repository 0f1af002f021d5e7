package org.securechat.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

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

  /**
   * What Connector/J has to be told, unless the URL says something else. Times need no zone: the
   * schema keeps them as numbers.
   *
   * <ul>
   *   <li>A database that hangs may not hang the server: every wait has an end, and one for a lock
   *       ends before the one for the answer.
   *   <li>Without rewriting, a group of lines is a round trip a line.
   *   <li>Payara's own key store is not for the database: MySQL asks every client for a
   *       certificate, would be shown that one, and hang up because it does not know its issuer.
   * </ul>
   */
  private static final Map<String, String> MYSQL_DEFAULTS =
      new TreeMap<>(
          Map.of(
              "characterEncoding", "UTF-8",
              "connectTimeout", "5000",
              "fallbackToSystemKeyStore", "false",
              "rewriteBatchedStatements", "true",
              "sessionVariables", "innodb_lock_wait_timeout=10",
              "socketTimeout", "20000"));

  /** A restore makes it and takes it away again when its database is there and verified. */
  private static final String UNFINISHED = "restore.unfinished";

  private DatabaseSettings() {}

  static boolean isEmbedded(Map<String, String> environment) {
    return environment.get("SECURECHAT_DB_URL") == null;
  }

  /** As {@link #from}, for a program that may ask for more than a server has patience for. */
  static Map<String, String> forTools(Map<String, String> environment, Path data)
      throws StartException {
    Map<String, String> patient = new TreeMap<>(from(environment, data));
    patient.computeIfPresent(
        "securechat.db.url",
        (key, url) -> url.replace("socketTimeout=20000", "socketTimeout=3600000"));
    return patient;
  }

  /** As properties of the application's configuration. */
  static Map<String, String> from(Map<String, String> environment, Path data)
      throws StartException {
    String url = environment.get("SECURECHAT_DB_URL");
    if (url == null) {
      if (Files.exists(data.resolve(UNFINISHED))) {
        throw new StartException(
            "restore was not completed: "
                + data
                + " still has the database from before, or none; run securechat restore again, or"
                + " remove "
                + data.resolve(UNFINISHED)
                + " to go on without");
      }
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
        withDefaults(url),
        "securechat.db.user",
        required(environment, "SECURECHAT_DB_USER"),
        "securechat.db.password",
        password(environment));
  }

  /** Names of properties are not case-sensitive in Connector/J. */
  private static String withDefaults(String url) {
    StringBuilder full = new StringBuilder(url);
    String given = url.toLowerCase(Locale.ROOT);
    char separator = url.indexOf('?') < 0 ? '?' : '&';
    for (Map.Entry<String, String> property : MYSQL_DEFAULTS.entrySet()) {
      String assignment = property.getKey().toLowerCase(Locale.ROOT) + '=';
      if (!given.contains('?' + assignment) && !given.contains('&' + assignment)) {
        full.append(separator).append(property.getKey()).append('=').append(property.getValue());
        separator = '&';
      }
    }
    return full.toString();
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
