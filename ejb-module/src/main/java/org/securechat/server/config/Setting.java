package org.securechat.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.account.PasswordPolicy;
import org.securechat.server.certificate.RevocationSettings;
import org.securechat.server.room.Retention;

/**
 * Everything that an operator can set: the one place that says what a key is called, what it may
 * be, what it is by default and what it means. {@code docs/CONFIGURATION.md} is made from it.
 *
 * <p>Where a default is none, the setting is optional, or the launcher sets it.
 */
public enum Setting {
  DATA(
      "securechat.data",
      SettingType.path(),
      "./data",
      "The data folder: the embedded database, and what is unpacked. The launcher's `--data`."),
  PKI(
      "securechat.pki",
      SettingType.path(),
      "certs",
      "`ca.pem`, `crl.pem`, and in `issued/` the server's and the receipt key with their chains,"
          + " former receipt certificates in `receipt.former/`. The launcher's `--pki`."),
  BIND(
      "securechat.bind",
      SettingType.text(),
      "127.0.0.1",
      "The address on which chat connections are accepted. The launcher's `--bind`."),
  PORT(
      "securechat.port",
      SettingType.number(0, 65_535),
      "7443",
      "The port on which chat connections are accepted; 0 takes any. The launcher's `--port`."),
  NAME(
      "securechat.name",
      SettingType.text(),
      "securechat",
      "The server's name in receipts. Choose it once: receipts name it for ever."),
  PASSWORD_POLICY(
      "securechat.password-policy",
      SettingType.oneOf(PasswordPolicy.class),
      "always",
      "`always`: certificate and password log in; `never`: the certificate alone."),
  CRL(
      "securechat.crl",
      SettingType.oneOf(RevocationPolicy.class),
      "refuse",
      "What becomes of a certificate without a current revocation list."),
  CRL_DISTRIBUTION(
      "securechat.crl.distribution",
      SettingType.oneOf(RevocationSettings.Fetching.class),
      "off",
      "`on`: lists are also fetched from where certificates say they are."),
  OCSP(
      "securechat.ocsp",
      SettingType.oneOf(RevocationSettings.Ocsp.class),
      "off",
      "`on`: responders are asked, and where there is no answer a current list will do;"
          + " `require`: without an answer a certificate is refused."),
  OCSP_URL(
      "securechat.ocsp.url",
      SettingType.optionalText(),
      "",
      "The responder for all certificates; empty if each certificate names its own."),
  OCSP_NONCE(
      "securechat.ocsp.nonce",
      SettingType.oneOf(RevocationSettings.Nonce.class),
      "require",
      "Whether an answer must repeat what was drawn for the question."),
  REVOCATION_HOSTS(
      "securechat.revocation.hosts",
      SettingType.optionalText(),
      "",
      "Which hosts may be asked for lists and answers. Needed with the four above."),
  REVOCATION_INTERVAL(
      "securechat.revocation.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT15S",
      "How often open sessions are looked at again."),
  REVOCATION_REFRESH(
      "securechat.revocation.refresh",
      SettingType.duration(Duration.ofMillis(100), Duration.ofDays(1)),
      "PT30S",
      "How old news from the network may be before it is asked for again."),
  COOKIE_ABOVE(
      "securechat.cookie.above",
      SettingType.number(0, 1_000_000),
      "200",
      "Above how many unfinished handshakes a newcomer must first return a cookie."),
  AUDIT_LOGINS(
      "securechat.audit.logins",
      SettingType.flag(),
      "false",
      "Whether the audit log has a line for each login to the chat, and not only for failures."),
  CLASSIC_ENABLED(
      "securechat.classic.enabled",
      SettingType.flag(),
      "false",
      "Whether classic clients are served, too; see [CLASSIC.md](CLASSIC.md). The launcher's"
          + " `--classic`."),
  CLASSIC_BIND(
      "securechat.classic.bind",
      SettingType.text(),
      "127.0.0.1",
      "The address on which they are served. The launcher's `--bind`."),
  CLASSIC_LOGIN_PORT(
      "securechat.classic.login-port",
      SettingType.number(0, 65_535),
      "9000",
      "Where they log in; 0 takes any port. The launcher's `--classic-login-port`."),
  CLASSIC_CHAT_PORT(
      "securechat.classic.chat-port",
      SettingType.number(0, 65_535),
      "9100",
      "Where they chat; 0 takes any port. The launcher's `--classic-chat-port`."),
  CLASSIC_INSECURE_BIND(
      "securechat.classic.insecure-bind",
      SettingType.flag(),
      "false",
      "Whether they are served on an address that others can reach. The launcher's"
          + " `--classic-insecure-bind`."),
  KEYLOG(
      "securechat.keylog",
      SettingType.optionalText(),
      null,
      "Where the secrets of all sessions are written, for tests with a network analyser. The"
          + " launcher's `--keylog`."),
  CONNECTIONS_MAX(
      "securechat.connections.max",
      SettingType.number(1, 1_000_000),
      "10000",
      "Connections in all; one more is closed at once."),
  CONNECTIONS_PER_ADDRESS(
      "securechat.connections.max-per-address",
      SettingType.number(1, 1_000_000),
      "1000",
      "Connections from one IPv4 address or IPv6 /64 network; one more is closed at once."),
  IDLE_TIMEOUT(
      "securechat.connections.idle-millis",
      SettingType.number(1_000, 86_400_000),
      "300000",
      "After how many milliseconds of silence a connection is closed."),
  RETENTION_DAYS(
      "securechat.retention.days",
      SettingType.number(0, Retention.MAX_DAYS),
      null,
      "After how many days what was said is erased, in rooms that say nothing else; 0 or nothing:"
          + " never."),
  RETENTION_INTERVAL(
      "securechat.retention.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofDays(7)),
      "PT1H",
      "How often the server looks for what has to be erased."),
  LEDGER_QUEUE_LINES(
      "securechat.ledger.queue-lines",
      SettingType.number(16, 1_000_000),
      "4096",
      "Lines that may wait to be written; more are refused as `unavailable`."),
  LEDGER_QUEUE_BYTES(
      "securechat.ledger.queue-bytes",
      SettingType.number(1 << 20, 1L << 34),
      "33554432",
      "Bytes of payload and signature that may wait to be written."),
  LEDGER_GROUP_LINES(
      "securechat.ledger.group-lines",
      SettingType.number(1, 4_096),
      "256",
      "Lines in one transaction at most."),
  LEDGER_HEAD_INTERVAL(
      "securechat.ledger.head-interval",
      SettingType.number(1, 100_000),
      "64",
      "After how many lines of a room its head is signed again. A start verifies so many lines of"
          + " each room that is used."),
  LEDGER_CACHED_ROOMS(
      "securechat.ledger.cached-rooms",
      SettingType.number(1, 10_000_000),
      "10000",
      "Rooms whose head is kept in memory."),
  LEDGER_DOUBT(
      "securechat.ledger.doubt-limit",
      SettingType.duration(Duration.ofSeconds(1), Duration.ofSeconds(25)),
      "PT20S",
      "How long senders wait while nobody knows what became of a commit."),
  OIDC_ISSUER(
      "securechat.oidc.issuer",
      SettingType.httpsAddress(),
      null,
      "The OpenID provider whose tokens let administrators in; nothing: none does."),
  OIDC_AUDIENCE(
      "securechat.oidc.audience",
      SettingType.optionalText(),
      null,
      "For whom a token must be made to be taken here. Needed with an issuer."),
  OIDC_ROLES_CLAIM(
      "securechat.oidc.roles-claim",
      SettingType.text(),
      "roles",
      "The claim of a token that names the role; dots stand between the names of nested claims."),
  OIDC_CA(
      "securechat.oidc.ca",
      SettingType.optionalText(),
      null,
      "A file with the authorities that the provider's own certificate may come from, PEM;"
          + " nothing: those of the Java runtime."),
  OIDC_REFRESH(
      "securechat.oidc.refresh",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT10M",
      "How old the provider's keys may be before they are asked for again."),
  OIDC_RETRY(
      "securechat.oidc.retry",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT30S",
      "How long the provider is left alone after it was asked, whatever tokens come."),
  MIN_FREE_BYTES(
      "securechat.health.min-free-bytes",
      SettingType.number(0, Long.MAX_VALUE),
      "268435456",
      "With less free space in the data folder the server calls itself not ready."),
  DB_CLASS(
      "securechat.db.class",
      SettingType.text(),
      "org.h2.jdbcx.JdbcDataSource",
      "The driver's data source. With the launcher it follows from the URL."),
  DB_URL(
      "securechat.db.url",
      SettingType.text(),
      "jdbc:h2:file:${securechat.data}/securechat;MODE=MySQL;DATABASE_TO_LOWER=TRUE;"
          + "CASE_INSENSITIVE_IDENTIFIERS=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
      "The database. `jdbc:mysql://HOST/NAME` chooses MySQL or MariaDB."),
  DB_USER("securechat.db.user", SettingType.text(), "securechat", "The database user."),
  DB_PASSWORD(
      "securechat.db.password",
      SettingType.optionalText(),
      "embedded",
      "The database user's password. Prefer the next one."),
  DB_PASSWORD_FILE(
      "securechat.db.password.file",
      SettingType.path(),
      null,
      "A file that holds the password alone; the launcher reads it."),
  LOG_FORMAT(
      "securechat.log.format",
      SettingType.choice("text", "json"),
      null,
      "`json`: one JSON object a line. The launcher's `--log-format`; `text` if nothing is said.");

  private final String key;
  private final SettingType type;
  private final String defaultValue;
  private final String description;

  Setting(String key, SettingType type, String defaultValue, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** As a system property. */
  public String key() {
    return key;
  }

  /** As an environment variable: whatever is no letter or digit becomes an underscore. */
  public String environment() {
    return key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** What holds if nothing is set; empty if that is nothing. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** What it is for, in Markdown. */
  public String description() {
    return description;
  }

  /** What texts it may have, in words. */
  String type() {
    return type.description();
  }

  /**
   * What is wrong with a text, naming the setting but not repeating the text, which may be a
   * secret; empty if nothing is.
   */
  Optional<String> fault(String text) {
    return type.fault(text).map(fault -> named() + " " + fault);
  }

  /** By the key and by the variable, since nobody knows which one was used. */
  String named() {
    return key + " (" + environment() + ")";
  }
}
