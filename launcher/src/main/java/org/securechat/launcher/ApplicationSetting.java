package org.securechat.launcher;

import java.util.Locale;
import java.util.Optional;

/**
 * The settings of the application that this program sets, with the defaults that its options show.
 * The application has a list of its own, of which this program knows no class; a test of the
 * integration tests holds the two together.
 */
public enum ApplicationSetting {
  DATA("securechat.data", Default.DATA),
  PKI("securechat.pki", Default.PKI),
  KEY_PASSPHRASE_FILE("securechat.key.passphrase-file", null),
  BIND("securechat.bind", Default.BIND),
  PORT("securechat.port", Default.PORT),
  PROXY_NETWORKS("securechat.proxy.networks", null),
  NAME("securechat.name", Default.NAME),
  KEYLOG("securechat.keylog", null),
  CLASSIC_ENABLED("securechat.classic.enabled", null),
  CLASSIC_BIND("securechat.classic.bind", Default.BIND),
  CLASSIC_LOGIN_PORT("securechat.classic.login-port", Default.CLASSIC_LOGIN_PORT),
  CLASSIC_CHAT_PORT("securechat.classic.chat-port", Default.CLASSIC_CHAT_PORT),
  CLASSIC_INSECURE_BIND("securechat.classic.insecure-bind", null),
  DB_CLASS("securechat.db.class", Default.DB_CLASS),
  DB_URL("securechat.db.url", Default.DB_URL_PREFIX + "${securechat.data}" + Default.DB_URL_SUFFIX),
  DB_USER("securechat.db.user", Default.DB_USER),
  DB_PASSWORD("securechat.db.password", Default.DB_PASSWORD),
  DB_PASSWORD_FILE("securechat.db.password.file", null),
  CLUSTER_NAME("securechat.cluster.name", null),
  CLUSTER_HOST("securechat.cluster.host", "127.0.0.1"),
  CLUSTER_PORT("securechat.cluster.port", "7490"),
  LEDGER_HOLDER("securechat.ledger.holder", null),
  LEDGER_TAKE_OVER("securechat.ledger.take-over", "false"),
  HEADS_COMPARE("securechat.heads.compare", null),
  HEADS_ACCEPT_ROLLBACK("securechat.heads.accept-rollback", null),
  FILES_FOLDER("securechat.files.folder", ""),
  FILES_SHARED("securechat.files.shared", "false"),
  LOG_FORMAT("securechat.log.format", null);

  /** Constants, because the annotation of an option takes nothing else. */
  static final class Default {
    static final String DATA = "data";
    static final String PKI = "certs";
    static final String BIND = "127.0.0.1";
    static final String PORT = "7443";
    static final String NAME = "securechat";
    static final String CLASSIC_LOGIN_PORT = "9000";
    static final String CLASSIC_CHAT_PORT = "9100";
    static final String DB_CLASS = "org.securechat.server.embedded.EmbeddedDatabase";
    static final String DB_USER = "securechat";
    static final String DB_PASSWORD = "embedded";
    static final String DB_URL_PREFIX = "jdbc:h2:file:";

    /**
     * MAX_COMPACT_TIME, in milliseconds: H2 tidies its file up at the end only, and its 200 do not
     * suffice after many small commits.
     */
    static final String DB_URL_SUFFIX =
        "/securechat;MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";DB_CLOSE_ON_EXIT=FALSE;MAX_COMPACT_TIME=3000";

    private Default() {}
  }

  private final String key;
  private final String defaultValue;

  ApplicationSetting(String key, String defaultValue) {
    this.key = key;
    this.defaultValue = defaultValue;
  }

  /** The name of the property. */
  public String key() {
    return key;
  }

  /** What an option or this program takes if the operator sets nothing. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** The name of the environment variable. */
  String environment() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What the application will read, of a setting with a default. */
  String value() {
    return optional().orElse(null);
  }

  /** What the application will read, if anything. */
  Optional<String> optional() {
    String variable = System.getenv(environment());
    String usual = variable == null || variable.isBlank() ? defaultValue : variable.strip();
    return Optional.ofNullable(System.getProperty(key, usual));
  }

  /** Has the application read this value, before it looks at the environment. */
  void set(String value) {
    System.setProperty(key, value);
  }
}
