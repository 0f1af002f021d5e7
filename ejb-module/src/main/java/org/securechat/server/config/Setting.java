package org.securechat.server.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.securechat.connector.address.IpNetworks;
import org.securechat.protocol.identity.NameKind;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.server.account.PasswordPolicy;
import org.securechat.server.certificate.RevocationSettings;
import org.securechat.server.room.Retention;

/**
 * The catalogue of everything that an operator can set: key, type with bounds, default and
 * description of each setting. {@code docs/CONFIGURATION.md} is generated from it, and {@link
 * SettingsReader} reads by it.
 *
 * <p>A setting without a default is optional, or the launcher sets it.
 */
public enum Setting {
  DATA(
      "securechat.data",
      SettingType.path(),
      "./data",
      "The data folder: it holds the embedded database and the unpacked archive. The "
          + "launcher sets it from `--data`."),
  PKI(
      "securechat.pki",
      SettingType.path(),
      "certs",
      "The folder with `ca.pem` and `crl.pem`. Its folder `issued/` has the server's key "
          + "and the receipt key with their chains, and former receipt certificates in "
          + "`receipt.former/`. The launcher sets it from `--pki`."),
  KEY_PASSPHRASE_FILE(
      "securechat.key.passphrase-file",
      SettingType.optionalText(),
      null,
      "A file that only the server's user can read: its one line is the passphrase of the keys "
          + "in `issued/`, where they are encrypted, and the PIN of a token."),
  BIND(
      "securechat.bind",
      SettingType.text(),
      "127.0.0.1",
      "The addresses on which the server accepts chat connections, separated by commas: "
          + "`127.0.0.1,::1`; `0.0.0.0` or `::`: all addresses of both kinds. The launcher sets it "
          + "from `--bind`."),
  PORT(
      "securechat.port",
      SettingType.number(0, 65_535),
      "7443",
      "The port on which the server accepts chat connections; 0 takes any free port. The "
          + "launcher sets it from `--port`."),
  NAME(
      "securechat.name",
      SettingType.text(),
      "securechat",
      "The server's name in receipts. Choose it once: old receipts keep the old name."),
  NAMES(
      "securechat.names",
      SettingType.someOf(NameKind.class),
      "uri,cn,email,upn",
      "Which names in a client's certificate count as usernames: `uri` (URI "
          + "`securechat:user:NAME`), `cn` (common name), `email` (rfc822Name), `upn` "
          + "(userPrincipalName). Leave out what your authority does not check."),
  PASSWORD_POLICY(
      "securechat.password-policy",
      SettingType.oneOf(PasswordPolicy.class),
      "always",
      "`always`: a login needs certificate and password; `never`: the certificate alone "
          + "is enough."),
  LOGIN_FAILURES(
      "securechat.login.failures-per-address",
      SettingType.number(1, 1_000_000),
      "100",
      "How many failed logins of strangers an IPv4 address or IPv6 /64 has, one more every "
          + "three seconds; chat, classic and administration count apart. A certificate that "
          + "names the account, and an account that was logged in from there, are not held up."),
  CRL(
      "securechat.crl",
      SettingType.oneOf(RevocationPolicy.class),
      "refuse",
      "What happens to a certificate for which the server has no current revocation list. "
          + "`refuse`: it is refused; `excuse_roots`: the same, but the certificate of an issuing "
          + "authority that an authority of `ca.pem` has issued itself needs none, for roots that "
          + "publish no list; `allow`: it is accepted, for development."),
  CRL_DISTRIBUTION(
      "securechat.crl.distribution",
      SettingType.oneOf(RevocationSettings.Fetching.class),
      "off",
      "`on`: the server also fetches lists from the addresses that certificates name."),
  OCSP(
      "securechat.ocsp",
      SettingType.oneOf(RevocationSettings.Ocsp.class),
      "off",
      "`on`: the server asks OCSP responders; if none answers, a current list is enough. "
          + "`require`: the server refuses a certificate without an answer."),
  OCSP_URL(
      "securechat.ocsp.url",
      SettingType.optionalText(),
      "",
      "The OCSP responder for all certificates; empty: each certificate names its own."),
  OCSP_NONCE(
      "securechat.ocsp.nonce",
      SettingType.oneOf(RevocationSettings.Nonce.class),
      "require",
      "Whether an OCSP answer must repeat the random value (nonce) of its request."),
  REVOCATION_HOSTS(
      "securechat.revocation.hosts",
      SettingType.optionalText(),
      "",
      "The hosts that the server may ask for lists and answers, separated by commas, each"
          + " as `host` or `host:port`. Needed if the server asks addresses that certificates "
          + "name."),
  CERTIFICATES_INTERVAL(
      "securechat.certificates.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofSeconds(25)),
      "PT15S",
      "How often the server looks whether `ca.pem` and the certificates and keys in `issued/` "
          + "have been replaced; it reads them once two looks have found them the same."),
  REVOCATION_INTERVAL(
      "securechat.revocation.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT15S",
      "How often the server checks the certificates of open sessions again."),
  REVOCATION_REFRESH(
      "securechat.revocation.refresh",
      SettingType.duration(Duration.ofMillis(100), Duration.ofDays(1)),
      "PT30S",
      "After how long the server fetches lists and OCSP answers again."),
  COOKIE_ABOVE(
      "securechat.cookie.above",
      SettingType.number(0, 1_000_000),
      "200",
      "Above how many unfinished handshakes a new connection must first return a cookie."),
  AUDIT_LOGINS(
      "securechat.audit.logins",
      SettingType.flag(),
      "false",
      "`true`: the audit log has a line for each successful login to the chat, too. "
          + "Failed logins always have one."),
  CLASSIC_ENABLED(
      "securechat.classic.enabled",
      SettingType.flag(),
      "false",
      "Whether the server also serves classic clients; see [CLASSIC.md](CLASSIC.md). The "
          + "launcher sets it from `--classic`."),
  CLASSIC_BIND(
      "securechat.classic.bind",
      SettingType.text(),
      "127.0.0.1",
      "The addresses on which classic clients connect, separated by commas. The launcher sets them "
          + "from `--bind`."),
  CLASSIC_LOGIN_PORT(
      "securechat.classic.login-port",
      SettingType.number(0, 65_535),
      "9000",
      "The port on which classic clients log in; 0 takes any free port. The launcher sets"
          + " it from `--classic-login-port`."),
  CLASSIC_CHAT_PORT(
      "securechat.classic.chat-port",
      SettingType.number(0, 65_535),
      "9100",
      "The port on which classic clients chat; 0 takes any free port. The launcher sets "
          + "it from `--classic-chat-port`."),
  CLASSIC_INSECURE_BIND(
      "securechat.classic.insecure-bind",
      SettingType.flag(),
      "false",
      "Whether classic clients may connect on an address that other machines can reach. "
          + "The launcher sets it from `--classic-insecure-bind`."),
  CLASSIC_ROOMS_PER_DAY(
      "securechat.classic.max-rooms-per-day",
      SettingType.number(1, 1_000_000),
      "200",
      "The most sessions with a message, each of which makes a room, for one certificate in "
          + "24 hours."),
  KEYLOG(
      "securechat.keylog",
      SettingType.optionalText(),
      null,
      "The file to which the server writes the secrets of all sessions, for tests with a "
          + "network analyser. The launcher sets it from `--keylog`."),
  CRYPTO_NATIVE(
      "securechat.crypto.native",
      SettingType.choice("on", "off"),
      "on",
      "Whether the native provider of cryptography in `server/lib` is used where it loads; "
          + "`off` leaves all to Java. Read from the environment and from system properties "
          + "alone, by the client, too."),
  CONNECTIONS_MAX(
      "securechat.connections.max",
      SettingType.number(1, 1_000_000),
      "10000",
      "The most connections in total; the server closes further ones at once."),
  CONNECTIONS_PER_ADDRESS(
      "securechat.connections.max-per-address",
      SettingType.number(1, 1_000_000),
      "1000",
      "The most connections from one IPv4 address or one IPv6 /64 network; the server "
          + "closes further ones at once."),
  IDLE_TIMEOUT(
      "securechat.connections.idle-millis",
      SettingType.number(1_000, 86_400_000),
      "300000",
      "After how many milliseconds without data the server closes a connection."),
  PROXY_NETWORKS(
      "securechat.proxy.networks",
      SettingType.networks(),
      IpNetworks.NONE_WORD,
      "The networks of your balancers, separated by commas: `10.1.0.0/24,2001:db8:1::/64`; "
          + "`none`: there are none. A chat or classic connection from there must begin with a "
          + "PROXY header (version 1 or 2), and the address in it counts everywhere. From anywhere "
          + "else no header is read."),
  PROXY_HEADER_TIMEOUT(
      "securechat.proxy.header-millis",
      SettingType.number(100, 60_000),
      "5000",
      "After how many milliseconds without a whole PROXY header the server ends a balancer's "
          + "connection."),
  ROOMS_MADE(
      "securechat.rooms.max-made",
      SettingType.number(1, 1_000_000),
      "1000",
      "The most rooms that one user may have made and that are not archived; direct rooms do "
          + "not count."),
  ROOMS_MEMBERSHIPS(
      "securechat.rooms.max-memberships",
      SettingType.number(1, 1_000_000),
      "1000",
      "In how many rooms one user may be; direct rooms do not count, and administrators can "
          + "exceed it."),
  ROOMS_INVITATIONS(
      "securechat.rooms.max-invitations",
      SettingType.number(1, 1_000_000),
      "200",
      "The most open invitations to one user."),
  ROOMS_INVITATIONS_FROM_ONE(
      "securechat.rooms.max-invitations-from-one",
      SettingType.number(1, 1_000_000),
      "20",
      "To how many rooms one user may invite the same other user who has not entered them; "
          + "declined invitations count."),
  ROOMS_INVITATION_DAYS(
      "securechat.rooms.invitation-days",
      SettingType.number(0, 3_650),
      "30",
      "After how many days an invitation ends that was not answered, at the latest one "
          + "securechat.retention.interval later; 0: never."),
  ROOMS_DIRECT_PER_DAY(
      "securechat.rooms.max-direct-per-day",
      SettingType.number(1, 1_000_000),
      "100",
      "The most direct rooms that one user may make in 24 hours."),
  ROOMS_BLOCKED(
      "securechat.rooms.max-blocked",
      SettingType.number(1, 1_000_000),
      "1000",
      "The most users whom one user may block."),
  ROOMS_MEMBERS_INVITE(
      "securechat.rooms.members-invite",
      SettingType.flag(),
      "true",
      "Whether ordinary members invite users to rooms, or only the owner and moderators of a "
          + "room."),
  ROOMS_MEMBER_MESSAGES(
      "securechat.rooms.member-messages-per-minute",
      SettingType.number(1, 1_000_000),
      "6000",
      "How many messages, edits and reactions an ordinary member may write into one room in a "
          + "minute; after a pause as many at once. Each server counts for itself."),
  ROOMS_MODERATOR_MESSAGES(
      "securechat.rooms.moderator-messages-per-minute",
      SettingType.number(1, 1_000_000),
      "60000",
      "How many the owner or a moderator of the room may write; not fewer than an ordinary "
          + "member."),
  FILES_FOLDER(
      "securechat.files.folder",
      SettingType.optionalText(),
      "",
      "The folder of the contents of files; empty: `files` in the data folder. Only the server's "
          + "user may read it, and servers of one database alone may write to it."),
  FILES_SHARED(
      "securechat.files.shared",
      SettingType.flag(),
      "false",
      "`true`: `securechat.files.folder` is one folder, on a file system that all servers of the "
          + "cluster have mounted; without that, servers of a cluster take no files."),
  FILES_MAX_SIZE(
      "securechat.files.max-size",
      SettingType.number(0, 100L << 20),
      "104857600",
      "The most bytes of one file; 0: the server takes no files."),
  FILES_PER_USER(
      "securechat.files.max-per-user",
      SettingType.number(0, 1L << 50),
      "2147483648",
      "The most bytes of files that one user may have brought into rooms."),
  FILES_PER_ROOM(
      "securechat.files.max-per-room",
      SettingType.number(0, 1L << 50),
      "10737418240",
      "The most bytes of files in one room."),
  FILES_TOTAL(
      "securechat.files.max-total",
      SettingType.number(0, 1L << 50),
      "53687091200",
      "The most bytes of all files."),
  FILES_UNFINISHED(
      "securechat.files.unfinished",
      SettingType.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
      "PT24H",
      "After how long the server deletes a file that was not brought to its end, or that no message"
          + " names; it looks when it looks for messages to erase."),
  FILES_SCANNER(
      "securechat.files.scanner",
      SettingType.optionalText(),
      "",
      "The program that examines each file before any user gets it, and its first arguments, "
          + "separated by spaces; the path of the file is the last one. It ends with 0 for a clean "
          + "file and with 1 for an infected one. No shell is involved. Empty: files are not "
          + "examined."),
  FILES_SCANNER_LIMIT(
      "securechat.files.scanner-limit",
      SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
      "PT1M",
      "After how long the server ends the program that examines a file, which is then refused."),
  RETENTION_DAYS(
      "securechat.retention.days",
      SettingType.number(0, Retention.MAX_DAYS),
      null,
      "After how many days the server erases messages, in rooms without a rule of their "
          + "own; unset or 0: never."),
  RETENTION_INTERVAL(
      "securechat.retention.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofDays(7)),
      "PT1H",
      "How often the server looks for messages that it has to erase."),
  SEARCH_INDEX(
      "securechat.search.index",
      SettingType.flag(),
      "true",
      "Whether the server keeps an index for searches in what was said. Without one a search reads"
          + " every line; nothing else changes."),
  SEARCH_INTERVAL(
      "securechat.search.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT5S",
      "How often the server looks for lines to index for searches. A room in which nothing was said"
          + " for six of these is indexed to its end, the others by every 256 lines."),
  SEARCH_MEMBERS(
      "securechat.search.members",
      SettingType.flag(),
      "true",
      "Whether members search on the server in what they may read. Without it they search in what"
          + " their client keeps; auditors search either way."),
  SEARCH_LIMIT(
      "securechat.search.limit",
      SettingType.duration(Duration.ofMillis(50), Duration.ofSeconds(10)),
      "PT2S",
      "For how long one page of a member's search is looked for; the answer says how far it came,"
          + " and the client goes on from there."),
  SEARCH_AT_ONCE(
      "securechat.search.at-once",
      SettingType.number(1, 16),
      "2",
      "How many members' searches run at the same time, one for each user. Each may use one"
          + " core."),
  LEDGER_QUEUE_LINES(
      "securechat.ledger.queue-lines",
      SettingType.number(16, 1_000_000),
      "4096",
      "The most lines that may wait to be written; the server refuses further ones as "
          + "`unavailable`."),
  LEDGER_QUEUE_BYTES(
      "securechat.ledger.queue-bytes",
      SettingType.number(1 << 20, 1L << 34),
      "33554432",
      "The most bytes of payloads and signatures that may wait to be written."),
  LEDGER_GROUP_LINES(
      "securechat.ledger.group-lines",
      SettingType.number(1, 4_096),
      "256",
      "The most lines in one transaction."),
  LEDGER_HEAD_INTERVAL(
      "securechat.ledger.head-interval",
      SettingType.number(1, 100_000),
      "64",
      "After how many lines of a room the server signs its head again. After a start, the"
          + " server verifies up to that many lines of each room that is used."),
  LEDGER_CACHED_ROOMS(
      "securechat.ledger.cached-rooms",
      SettingType.number(1, 10_000_000),
      "10000",
      "The number of rooms whose head the server keeps in memory."),
  LEDGER_DOUBT(
      "securechat.ledger.doubt-limit",
      SettingType.duration(Duration.ofSeconds(1), Duration.ofSeconds(25)),
      "PT20S",
      "How long senders wait for an answer while the outcome of a commit is unknown."),
  LEDGER_HOLDER(
      "securechat.ledger.holder",
      SettingType.optionalText(),
      null,
      "What this server is called when another one is started on its database; unset: a random"
          + " name. The launcher sets it."),
  CLUSTER_NAME(
      "securechat.cluster.name",
      SettingType.optionalText(),
      "",
      "The name of the cluster whose servers share the database; empty: this server is alone. The "
          + "launcher sets it from `--cluster`."),
  CLUSTER_HOST(
      "securechat.cluster.host",
      SettingType.text(),
      "127.0.0.1",
      "The address of this server, on a network of their own, where the other servers of the "
          + "cluster send what they have to tell. The launcher sets it from `--cluster-address`."),
  CLUSTER_PORT(
      "securechat.cluster.port",
      SettingType.number(0, 65_535),
      "7490",
      "The UDP port there; 0 takes any free port. The launcher sets it from `--cluster-address`."),
  LEDGER_TAKE_OVER(
      "securechat.ledger.take-over",
      SettingType.flag(),
      "false",
      "Whether to take the database from another server that still writes to it. The launcher sets"
          + " it from `--take-over`; set it for one start only."),
  HEADS_INTERVAL(
      "securechat.heads.interval",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT10S",
      "The longest time from a line to a signed head that covers it, in the database and in"
          + " `heads/` of the data folder."),
  HEADS_KEPT(
      "securechat.heads.kept",
      SettingType.number(1, 10_000),
      "60",
      "How many files with signed heads stay in a folder, beside those that they build on."),
  HEADS_MIRROR(
      "securechat.heads.mirror",
      SettingType.optionalText(),
      null,
      "A second folder for the signed heads, best on another machine. A start compares the database"
          + " with the newest there, too."),
  HEADS_COMPARE(
      "securechat.heads.compare",
      SettingType.optionalText(),
      null,
      "A file with signed heads that the start compares the database with. The launcher sets it"
          + " from `--head`."),
  HEADS_ACCEPT_ROLLBACK(
      "securechat.heads.accept-rollback",
      SettingType.optionalText(),
      null,
      "Why the server may start on a database that is older than its signed heads say. The launcher"
          + " sets it from `--accept-rollback`; set it for one start only."),
  OIDC_ISSUER(
      "securechat.oidc.issuer",
      SettingType.httpsAddress(),
      null,
      "The OpenID provider whose tokens log administrators in; unset: the server accepts "
          + "no tokens."),
  OIDC_AUDIENCE(
      "securechat.oidc.audience",
      SettingType.optionalText(),
      null,
      "The audience that a token must name. Needed with an issuer."),
  OIDC_ROLES_CLAIM(
      "securechat.oidc.roles-claim",
      SettingType.text(),
      "roles",
      "The claim of a token that names the role; dots separate the names of nested " + "claims."),
  OIDC_CLIENT_ID(
      "securechat.oidc.client-id",
      SettingType.optionalText(),
      null,
      "As what the console in the browser is known to the provider, as a public client with PKCE; "
          + "unset: the console offers no login by OpenID."),
  OIDC_SCOPE(
      "securechat.oidc.scope",
      SettingType.text(),
      "openid profile",
      "What the console in the browser asks the provider for, separated by spaces."),
  OIDC_CA(
      "securechat.oidc.ca",
      SettingType.optionalText(),
      null,
      "A PEM file with the authorities that may issue the provider's own certificate; "
          + "unset: those of the Java runtime."),
  OIDC_REFRESH(
      "securechat.oidc.refresh",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT10M",
      "After how long the server fetches the provider's keys again."),
  OIDC_RETRY(
      "securechat.oidc.retry",
      SettingType.duration(Duration.ofMillis(100), Duration.ofHours(1)),
      "PT30S",
      "The shortest time between two requests to the provider, however many unknown keys "
          + "tokens name."),
  MIN_FREE_BYTES(
      "securechat.health.min-free-bytes",
      SettingType.number(0, Long.MAX_VALUE),
      "268435456",
      "With less free space in the data folder the server reports that it is not ready, and "
          + "takes no files."),
  DB_CLASS(
      "securechat.db.class",
      SettingType.text(),
      "org.securechat.server.embedded.EmbeddedDatabase",
      "The class of the data source. The launcher finds it from the URL."),
  DB_URL(
      "securechat.db.url",
      SettingType.text(),
      "jdbc:h2:file:${securechat.data}/securechat;MODE=MySQL;DATABASE_TO_LOWER=TRUE;"
          + "CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_ON_EXIT=FALSE;"
          + "MAX_COMPACT_TIME=3000",
      "The database. `jdbc:mysql://HOST/NAME` chooses MySQL or MariaDB."),
  DB_USER("securechat.db.user", SettingType.text(), "securechat", "The database user."),
  DB_PASSWORD(
      "securechat.db.password",
      SettingType.optionalText(),
      "embedded",
      "The database user's password. Prefer the next setting."),
  DB_PASSWORD_FILE(
      "securechat.db.password.file",
      SettingType.path(),
      null,
      "A file that holds only the password; the launcher reads it."),
  LOG_FORMAT(
      "securechat.log.format",
      SettingType.choice("text", "json"),
      null,
      "`text` or `json` (one JSON object a line); unset: `text`. The launcher sets it "
          + "from `--log-format`.");

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // A type of setting never changes.
  private final SettingType type;

  private final String defaultValue;
  private final String description;

  Setting(String key, SettingType type, String defaultValue, String description) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description;
  }

  /** The name of the system property. */
  public String key() {
    return key;
  }

  /** The name of the environment variable: all but letters and digits becomes an underscore. */
  public String environment() {
    return key.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** The value that holds if nothing is set; empty if there is none. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** What the setting is for, in Markdown. */
  public String description() {
    return description;
  }

  /** Which texts are allowed, in words. */
  String type() {
    return type.description();
  }

  /**
   * What is wrong with a text; empty if the text is allowed. The answer names the setting and does
   * not repeat the text, which may be a secret.
   */
  Optional<String> fault(String text) {
    return type.fault(text).map(fault -> named() + " " + fault);
  }

  /** Both names of the setting, since the operator may have used either. */
  String named() {
    return key + " (" + environment() + ")";
  }
}
