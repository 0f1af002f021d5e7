package org.securechat.server.config;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.account.AccountSettings;
import org.securechat.server.account.PasswordPolicy;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.evidence.EvidenceSettings;
import org.securechat.server.ledger.LedgerSettings;
import org.securechat.server.receipt.ReceiptSettings;
import org.securechat.server.retention.RetentionSettings;
import org.securechat.server.room.Retention;

/**
 * What the operator can set, in the order of MicroProfile Config: system properties ({@code
 * securechat.pki}), which the launcher sets from its options, then environment variables ({@code
 * SECURECHAT_PKI}), then the defaults in {@code META-INF/microprofile-config.properties}.
 */
@ApplicationScoped
public class ServerConfiguration
    implements AccountSettings,
        ReceiptSettings,
        RetentionSettings,
        EvidenceSettings,
        AuditSettings {

  @Inject
  @ConfigProperty(name = "securechat.data")
  private String data;

  @Inject
  @ConfigProperty(name = "securechat.pki")
  private String pki;

  @Inject
  @ConfigProperty(name = "securechat.keylog")
  private Optional<String> keyLog;

  @Inject
  @ConfigProperty(name = "securechat.name")
  private String name;

  @Inject
  @ConfigProperty(name = "securechat.password-policy")
  private String passwordPolicy;

  @Inject
  @ConfigProperty(name = "securechat.crl")
  private String crl;

  @Inject private Config config;

  private int cookieAbove;
  private long minFreeBytes;

  @Inject
  @ConfigProperty(name = "securechat.retention.days")
  private Optional<Integer> retentionDays;

  @Inject
  @ConfigProperty(name = "securechat.retention.interval")
  private Duration retentionInterval;

  @Inject
  @ConfigProperty(name = "securechat.audit.logins")
  private boolean auditLogins;

  /** Where the secrets of all sessions go, for tests with a network analyser; normally nowhere. */
  public Optional<Path> keyLog() {
    return keyLog.map(Path::of);
  }

  /** Where the server keeps what is its own. */
  public Path dataFolder() {
    return Path.of(data);
  }

  /** Where the CA, the CRL and the server's keys are. */
  public Path pkiFolder() {
    return Path.of(pki);
  }

  @Override
  public Path key() {
    return pkiFolder().resolve("issued/receipt.key");
  }

  @Override
  public Path chain() {
    return pkiFolder().resolve("issued/receipt.pem");
  }

  @Override
  public Path authorities() {
    return pkiFolder().resolve("ca.pem");
  }

  @Override
  public Path revocationLists() {
    return pkiFolder().resolve("crl.pem");
  }

  /** The name under which receipts are issued. */
  @Override
  public String serverName() {
    return name;
  }

  /** {@code always}: certificate and password; {@code never}: the certificate alone logs in. */
  @Override
  public PasswordPolicy passwordPolicy() {
    return choice("securechat.password-policy", passwordPolicy, PasswordPolicy.class);
  }

  /** What happens to certificates when there is no current revocation list. */
  public RevocationPolicy revocationPolicy() {
    return choice("securechat.crl", crl, RevocationPolicy.class);
  }

  private static <E extends Enum<E>> E choice(String key, String text, Class<E> type) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          key + " is " + text + ", not one of " + Arrays.toString(type.getEnumConstants()), e);
    }
  }

  /** Whoever asks first, for whatever: with one setting out of bounds there is no answer. */
  @PostConstruct
  void check() {
    new SettingsCheck(config).run();
    // Asked for with every handshake and every probe.
    cookieAbove = (int) number(Setting.COOKIE_ABOVE);
    minFreeBytes = number(Setting.MIN_FREE_BYTES);
  }

  /** The bounds of the ledger. */
  @Produces
  LedgerSettings ledgerSettings() {
    return new LedgerSettings(
        (int) number(Setting.LEDGER_QUEUE_LINES),
        number(Setting.LEDGER_QUEUE_BYTES),
        (int) number(Setting.LEDGER_GROUP_LINES),
        (int) number(Setting.LEDGER_HEAD_INTERVAL),
        (int) number(Setting.LEDGER_CACHED_ROOMS),
        LedgerSettings.DEFAULT.probeInterval(),
        Duration.parse(text(Setting.LEDGER_DOUBT)));
  }

  /** Within its bounds: that has been checked before anybody can ask. */
  private String text(Setting setting) {
    return config.getValue(setting.key(), String.class).strip();
  }

  private long number(Setting setting) {
    return Long.parseLong(text(setting));
  }

  /** How much must be free in the data folder for the server to call itself ready. */
  public long minFreeBytes() {
    return minFreeBytes;
  }

  /** Whether the audit log has a line for each login to the chat, and not only for failures. */
  @Override
  public boolean auditLogins() {
    return auditLogins;
  }

  /** Above how many unfinished handshakes a newcomer must first return a cookie. */
  public int cookieAbove() {
    return cookieAbove;
  }

  /** Absent and 0 are for ever. */
  @Override
  public Retention defaultRetention() {
    int days = retentionDays.orElse(0);
    if (days < 0 || days > Retention.MAX_DAYS) {
      throw new IllegalStateException(
          "securechat.retention.days is " + days + ", not 0 to " + Retention.MAX_DAYS);
    }
    return new Retention(days);
  }

  @Override
  public Duration interval() {
    if (retentionInterval.isNegative() || retentionInterval.isZero()) {
      throw new IllegalStateException("securechat.retention.interval is not positive");
    }
    return retentionInterval;
  }
}
