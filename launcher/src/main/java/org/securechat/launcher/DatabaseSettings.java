package org.securechat.launcher;

import static org.securechat.launcher.ApplicationSetting.DB_CLASS;
import static org.securechat.launcher.ApplicationSetting.DB_PASSWORD;
import static org.securechat.launcher.ApplicationSetting.DB_PASSWORD_FILE;
import static org.securechat.launcher.ApplicationSetting.DB_URL;
import static org.securechat.launcher.ApplicationSetting.DB_USER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.securechat.launcher.ApplicationSetting.Default;

/**
 * Which database the application uses: what {@code SECURECHAT_DB_URL} names, or an embedded H2 in
 * the data folder.
 */
final class DatabaseSettings {

  private static final String LOCK_WAIT = "innodb_lock_wait_timeout=10";

  /**
   * What Connector/J has to be told, unless the URL says something else. Times need no zone: the
   * schema keeps them as numbers.
   *
   * <ul>
   *   <li>A database that hangs may not hang the server: every wait has an end, and one for a lock
   *       ends before the one for the answer.
   *   <li>Without rewriting, a group of lines is a round trip a line. A level of isolation that is
   *       set already would be set again for each loan from the pool.
   *   <li>Payara's own key store is not for the database: MySQL asks every client for a
   *       certificate, would be shown that one, and hang up because it does not know its issuer.
   * </ul>
   */
  private static final Map<String, String> MYSQL_DEFAULTS =
      new TreeMap<>(
          Map.of(
              "alwaysSendSetIsolation", "false",
              "characterEncoding", "UTF-8",
              "connectTimeout", "5000",
              "fallbackToSystemKeyStore", "false",
              "rewriteBatchedStatements", "true",
              "sessionVariables", LOCK_WAIT,
              "socketTimeout", "20000"));

  /** Seconds of silence after which the database ends a connection, and its transaction. */
  private static final String SILENCE = ",wait_timeout=6";

  /** A restore makes it, and removes it when the restored database is verified. */
  private static final String UNFINISHED = "restore.unfinished";

  private DatabaseSettings() {}

  static boolean isEmbedded(Map<String, String> environment) {
    return environment.get(DB_URL.environment()) == null;
  }

  /** As {@link #from}, for a program that may ask for more than a server has patience for. */
  static Map<String, String> forTools(Map<String, String> environment, Path data)
      throws StartException {
    Map<String, String> patient = new TreeMap<>(from(environment, data));
    patient.computeIfPresent(
        DB_URL.key(), (key, url) -> url.replace("socketTimeout=20000", "socketTimeout=3600000"));
    return patient;
  }

  /**
   * As {@link #from}, for a server of a cluster: a database that several can share, which ends a
   * connection that says nothing for some seconds. A server that hangs in a transaction, or whose
   * network is gone, would hold its locks until then.
   *
   * @throws StartException if the database is an embedded one
   */
  static Map<String, String> forCluster(Map<String, String> environment, Path data)
      throws StartException {
    if (isEmbedded(environment)) {
      throw new StartException(
          "--cluster needs a database that several servers can share: set "
              + DB_URL.environment()
              + " to a MySQL server");
    }
    Map<String, String> shared = new TreeMap<>(from(environment, data));
    shared.computeIfPresent(
        DB_URL.key(), (key, url) -> url.replace(LOCK_WAIT, LOCK_WAIT + SILENCE));
    return shared;
  }

  /** As properties of the application's configuration. */
  static Map<String, String> from(Map<String, String> environment, Path data)
      throws StartException {
    String url = environment.get(DB_URL.environment());
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
          DB_CLASS.key(), Default.DB_CLASS,
          DB_URL.key(), Default.DB_URL_PREFIX + data + Default.DB_URL_SUFFIX,
          DB_USER.key(), Default.DB_USER,
          DB_PASSWORD.key(), Default.DB_PASSWORD);
    }
    if (!url.startsWith("jdbc:mysql:")) {
      throw new StartException(
          DB_URL.environment() + " must start with jdbc:mysql: (MySQL, MariaDB)");
    }
    return Map.of(
        DB_CLASS.key(),
        "com.mysql.cj.jdbc.MysqlDataSource",
        DB_URL.key(),
        withDefaults(url),
        DB_USER.key(),
        required(environment, DB_USER),
        DB_PASSWORD.key(),
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

  private static String required(Map<String, String> environment, ApplicationSetting setting)
      throws StartException {
    String value = environment.get(setting.environment());
    if (value == null) {
      throw new StartException(
          DB_URL.environment() + " is set, but " + setting.environment() + " is not");
    }
    return value;
  }

  private static String password(Map<String, String> environment) throws StartException {
    String file = environment.get(DB_PASSWORD_FILE.environment());
    if (file == null) {
      return required(environment, DB_PASSWORD);
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new StartException("cannot read " + DB_PASSWORD_FILE.environment() + " " + file, e);
    }
  }
}
