package org.securechat.server.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.identity.NameKind;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.identity.key.Passphrase;
import org.securechat.server.account.AccountSettings;
import org.securechat.server.account.PasswordPolicy;
import org.securechat.server.admin.account.EnrolmentSettings;
import org.securechat.server.audit.AuditSettings;
import org.securechat.server.certificate.RevocationSettings;
import org.securechat.server.classic.ClassicSettings;
import org.securechat.server.cluster.ClusterSettings;
import org.securechat.server.evidence.EvidenceSettings;
import org.securechat.server.file.FileSettings;
import org.securechat.server.handshake.HandshakeSettings;
import org.securechat.server.heads.HeadsSettings;
import org.securechat.server.lease.LeaseSettings;
import org.securechat.server.ledger.LedgerSettings;
import org.securechat.server.limit.LaneSettings;
import org.securechat.server.moderation.MessageRates;
import org.securechat.server.receipt.ReceiptSettings;
import org.securechat.server.renewal.RenewalSettings;
import org.securechat.server.retention.RetentionSettings;
import org.securechat.server.room.Retention;
import org.securechat.server.room.RoomLimits;
import org.securechat.server.search.MemberSearchSettings;
import org.securechat.server.search.SearchSettings;

/**
 * Makes one record of settings for each area of the server. The areas know their record and nothing
 * of keys, texts or MicroProfile Config.
 */
@ApplicationScoped
public class SettingsProducer {

  private final SettingsReader settings;

  /** The same for all who ask, also if it is made up here. */
  private final String holder;

  private final Optional<String> cluster;

  /** For the container's proxy. */
  public SettingsProducer() {
    this.settings = null;
    this.holder = null;
    this.cluster = Optional.empty();
  }

  @Inject
  public SettingsProducer(SettingsReader settings) {
    this.settings = settings;
    this.holder =
        settings
            .optional(Setting.LEDGER_HOLDER)
            .filter(name -> !name.isBlank())
            .orElseGet(() -> UUID.randomUUID().toString());
    this.cluster = settings.optional(Setting.CLUSTER_NAME).filter(name -> !name.isBlank());
  }

  @Produces
  AccountSettings account() {
    return new AccountSettings(
        settings.choice(Setting.PASSWORD_POLICY, PasswordPolicy.class),
        settings.choices(Setting.NAMES, NameKind.class),
        settings.integer(Setting.LOGIN_FAILURES));
  }

  @Produces
  AuditSettings audit() {
    return new AuditSettings(settings.flag(Setting.AUDIT_LOGINS));
  }

  @Produces
  BackupSettings backup() {
    return new BackupSettings(dataFolder(), filesFolder());
  }

  @Produces
  ClassicSettings classic() {
    return new ClassicSettings(
        settings.flag(Setting.CLASSIC_ENABLED),
        settings.text(Setting.CLASSIC_BIND),
        settings.flag(Setting.CLASSIC_INSECURE_BIND),
        settings.integer(Setting.CLASSIC_ROOMS_PER_DAY),
        pkiFile("issued"),
        keyPassphrase());
  }

  @Produces
  EnrolmentSettings enrolment() {
    return new EnrolmentSettings(dataFolder().resolve("enrolment"));
  }

  @Produces
  EvidenceSettings evidence() {
    return new EvidenceSettings(settings.choice(Setting.CRL, RevocationPolicy.class));
  }

  @Produces
  FileSettings files() {
    return new FileSettings(
        filesFolder(),
        settings.flag(Setting.FILES_SHARED),
        filesRefusal(),
        settings.number(Setting.FILES_MAX_SIZE),
        settings.number(Setting.FILES_PER_USER),
        settings.number(Setting.FILES_PER_ROOM),
        settings.number(Setting.FILES_TOTAL),
        settings.number(Setting.MIN_FREE_BYTES),
        settings.duration(Setting.FILES_UNFINISHED),
        settings
            .optional(Setting.FILES_SCANNER)
            .filter(command -> !command.isBlank())
            .map(command ->
                new FileSettings.Scanner(
                    List.of(command.strip().split(" +")),
                    settings.duration(Setting.FILES_SCANNER_LIMIT))));
  }

  /** Servers of a cluster have a folder in common only if the operator has given them one. */
  private Optional<String> filesRefusal() {
    if (settings.number(Setting.FILES_MAX_SIZE) == 0) {
      return Optional.of(Setting.FILES_MAX_SIZE.key() + " is 0");
    }
    boolean named = optionalPath(Setting.FILES_FOLDER).isPresent();
    if (cluster.isPresent() && !(settings.flag(Setting.FILES_SHARED) && named)) {
      return Optional.of(
          "servers of a cluster need one folder for all, named by "
              + Setting.FILES_FOLDER.key()
              + ", and "
              + Setting.FILES_SHARED.key()
              + "=true");
    }
    return Optional.empty();
  }

  @Produces
  HandshakeSettings handshake() {
    return new HandshakeSettings(
        settings.path(Setting.PKI),
        keyPassphrase(),
        settings.optional(Setting.KEYLOG).map(Path::of),
        settings.integer(Setting.COOKIE_ABOVE));
  }

  @Produces
  HeadsSettings heads() {
    return new HeadsSettings(
        dataFolder().resolve("heads"),
        optionalPath(Setting.HEADS_MIRROR),
        optionalPath(Setting.HEADS_COMPARE),
        settings.optional(Setting.HEADS_ACCEPT_ROLLBACK).filter(reason -> !reason.isBlank()),
        settings.duration(Setting.HEADS_INTERVAL),
        settings.integer(Setting.HEADS_KEPT));
  }

  @Produces
  LedgerSettings ledger() {
    return new LedgerSettings(
        settings.integer(Setting.LEDGER_QUEUE_LINES),
        settings.number(Setting.LEDGER_QUEUE_BYTES),
        settings.integer(Setting.LEDGER_GROUP_LINES),
        settings.integer(Setting.LEDGER_HEAD_INTERVAL),
        settings.integer(Setting.LEDGER_CACHED_ROOMS),
        LedgerSettings.PROBE_INTERVAL,
        settings.duration(Setting.LEDGER_DOUBT),
        holder(),
        LeaseSettings.RENEWAL,
        cluster.isPresent());
  }

  /** All servers of a cluster have the right to write together. */
  private String holder() {
    return cluster.map(name -> "the cluster " + name).orElse(holder);
  }

  @Produces
  ClusterSettings cluster() {
    return new ClusterSettings(
        cluster,
        settings.text(Setting.CLUSTER_HOST),
        settings.integer(Setting.CLUSTER_PORT),
        holder,
        ClusterSettings.BEAT,
        ClusterSettings.LEASE);
  }

  @Produces
  LeaseSettings lease() {
    return new LeaseSettings(
        holder(),
        settings.flag(Setting.LEDGER_TAKE_OVER),
        LeaseSettings.LEASE,
        LeaseSettings.PAUSE);
  }

  @Produces
  MonitoringSettings monitoring() {
    return new MonitoringSettings(
        settings.text(Setting.NAME), dataFolder(), settings.number(Setting.MIN_FREE_BYTES));
  }

  @Produces
  ReceiptSettings receipt() {
    return ReceiptSettings.in(
        settings.path(Setting.PKI), keyPassphrase(), settings.text(Setting.NAME));
  }

  @Produces
  RetentionSettings retention() {
    int days = settings.optional(Setting.RETENTION_DAYS).map(Integer::parseInt).orElse(0);
    return new RetentionSettings(
        new Retention(days),
        settings.duration(Setting.RETENTION_INTERVAL),
        settings.integer(Setting.ROOMS_INVITATION_DAYS));
  }

  @Produces
  SearchSettings search() {
    return new SearchSettings(
        settings.flag(Setting.SEARCH_INDEX), settings.duration(Setting.SEARCH_INTERVAL));
  }

  @Produces
  MemberSearchSettings memberSearch() {
    return new MemberSearchSettings(
        settings.flag(Setting.SEARCH_MEMBERS), settings.duration(Setting.SEARCH_LIMIT));
  }

  @Produces
  LaneSettings lanes() {
    return new LaneSettings(settings.integer(Setting.SEARCH_AT_ONCE));
  }

  @Produces
  RevocationSettings revocation() {
    return new RevocationSettings(
        settings.choice(Setting.CRL, RevocationPolicy.class),
        pkiFile("crl.pem"),
        settings.duration(Setting.REVOCATION_INTERVAL),
        new RevocationSettings.Network(
            settings.choice(Setting.CRL_DISTRIBUTION, RevocationSettings.Fetching.class),
            settings.choice(Setting.OCSP, RevocationSettings.Ocsp.class),
            settings.optional(Setting.OCSP_URL),
            settings.choice(Setting.OCSP_NONCE, RevocationSettings.Nonce.class),
            settings.optional(Setting.REVOCATION_HOSTS).orElse(""),
            settings.duration(Setting.REVOCATION_REFRESH),
            dataFolder().resolve("crl")));
  }

  @Produces
  RenewalSettings renewal() {
    return new RenewalSettings(settings.duration(Setting.CERTIFICATES_INTERVAL));
  }

  @Produces
  RoomLimits rooms() {
    return new RoomLimits(
        settings.integer(Setting.ROOMS_MADE),
        settings.integer(Setting.ROOMS_MEMBERSHIPS),
        settings.integer(Setting.ROOMS_INVITATIONS),
        settings.integer(Setting.ROOMS_INVITATIONS_FROM_ONE),
        settings.integer(Setting.ROOMS_DIRECT_PER_DAY),
        settings.integer(Setting.ROOMS_BLOCKED),
        settings.flag(Setting.ROOMS_MEMBERS_INVITE));
  }

  @Produces
  MessageRates messages() {
    return new MessageRates(
        settings.integer(Setting.ROOMS_MEMBER_MESSAGES),
        settings.integer(Setting.ROOMS_MODERATOR_MESSAGES));
  }

  private Passphrase keyPassphrase() {
    return Passphrase.in(optionalPath(Setting.KEY_PASSPHRASE_FILE));
  }

  private Optional<Path> optionalPath(Setting setting) {
    return settings.optional(setting).filter(path -> !path.isBlank()).map(Path::of);
  }

  private Path filesFolder() {
    return optionalPath(Setting.FILES_FOLDER).orElseGet(() -> dataFolder().resolve("files"));
  }

  private Path dataFolder() {
    return settings.path(Setting.DATA);
  }

  private Path pkiFile(String name) {
    return settings.path(Setting.PKI).resolve(name);
  }
}
