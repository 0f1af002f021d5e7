package org.securechat.client.attack.target;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.session.SessionSettings;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.Credentials;

/**
 * Which server is attacked, and the account from which an attacker starts: most attacks are those
 * of a user who may log in.
 *
 * @param server where it is
 * @param user the account's name
 * @param credentials the account's certificate and key
 * @param rules by which the server's certificate is judged
 * @param password the account's; empty if the server wants the certificate alone
 * @param authority folder of the authority whose key makes further certificates, if it is at hand
 * @param classic where it serves classic clients, if that is what is attacked
 * @param patience how long the server may take to answer, and to close after its last word
 */
public record Target(
    ServerAddress server,
    String user,
    Credentials credentials,
    CertificateRules rules,
    Optional<SessionSettings.PasswordSource> password,
    Optional<Path> authority,
    Optional<ClassicEndpoints> classic,
    Duration patience) {
  /** Enough for a busy server. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Rejects missing parts. */
  public Target {
    Objects.requireNonNull(server);
    Objects.requireNonNull(user);
    Objects.requireNonNull(credentials);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(password);
    Objects.requireNonNull(authority);
    Objects.requireNonNull(classic);
    Objects.requireNonNull(patience);
  }

  /** A target that is attacked by the modern protocol. */
  public Target(
      ServerAddress server,
      String user,
      Credentials credentials,
      CertificateRules rules,
      Optional<SessionSettings.PasswordSource> password,
      Optional<Path> authority,
      Duration patience) {
    this(server, user, credentials, rules, password, authority, Optional.empty(), patience);
  }

  /** The same target, attacked by the classic protocol. */
  public Target through(ClassicEndpoints endpoints) {
    return new Target(
        server, user, credentials, rules, password, authority, Optional.of(endpoints), patience);
  }

  /** What is attacked, for people. */
  public String where() {
    return classic.map(ClassicEndpoints::toString).orElseGet(server::toString);
  }

  /** The protocol that is attacked, as reports call it. */
  public String protocol() {
    return classic.isPresent() ? "classic" : "securechat/1";
  }

  /** The time by which certificates are made and judged. */
  public Clock clock() {
    return Clock.systemUTC();
  }
}
