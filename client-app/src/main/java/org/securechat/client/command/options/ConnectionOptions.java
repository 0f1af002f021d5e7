package org.securechat.client.command.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.attack.target.Target;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.Passwords;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.est.EstPatience;
import org.securechat.client.pki.est.RenewalAtStart;
import org.securechat.client.session.SessionSettings;
import org.securechat.protocol.handshake.KeyLogFile;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that talks to a server. */
public final class ConnectionOptions {
  @Mixin private PlaceOptions place;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_USER}",
      description = "the account (default: $SECURECHAT_USER, or the certificate's name)")
  private String as;

  @Mixin private IdentityOptions files;

  @Option(names = "--crl", paramLabel = "FILE", description = "their revocation lists, PEM")
  private Path revocations;

  @Option(names = "--no-crl", description = "accept certificates without a revocation list")
  private boolean withoutRevocations;

  @Option(
      names = "--roots-without-list",
      description =
          "the authorities publish no list about the issuing authorities below them: none is"
              + " asked for")
  private boolean rootsWithoutList;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "file with the password in its one line"
              + " (default: $SECURECHAT_PASSWORD, or asked for without echo)")
  private Path passwordFile;

  @Option(names = "--no-password", description = "log in with the certificate alone")
  private boolean withoutPassword;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Read once: a passphrase is not typed twice, and what is told is told once. */
  private Identity identity;

  @Option(
      names = "--keylog",
      paramLabel = "FILE",
      description = "write the session's secrets there, for a network analyser: for tests only")
  private Path keyLog;

  /**
   * The user's certificate, key and trust, as far as the options name them. A certificate that ends
   * soon is told, and renewed where that is known how.
   */
  public Identity identity() throws ClientException {
    if (identity == null) {
      identity = loaded();
    }
    return identity;
  }

  private Identity loaded() throws ClientException {
    IdentityFiles found = files.files(as, revocations);
    try (RememberedPassphrase passphrase = new RememberedPassphrase(files.passphrase())) {
      Identity present = Identity.load(found, passphrase, policy());
      RenewalAtStart renewal =
          new RenewalAtStart(EstPatience.ofStart(), Clock.systemUTC(), this::tell);
      return renewal.look(found, present.credentials(), passphrase)
          ? Identity.load(found, passphrase, policy())
          : present;
    }
  }

  /** Beside what is printed for programs. */
  private void tell(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("securechat: " + SafeText.line(sentence));
    err.flush();
  }

  /** What the server may lack of revocation lists. */
  public RevocationPolicy policy() {
    return RevocationPolicy.of(withoutRevocations, rootsWithoutList);
  }

  /** Where the password comes from. */
  public Passwords passwords() {
    return Passwords.ofProcess(Optional.ofNullable(passwordFile));
  }

  /** How to reach the server as that user. */
  public ConnectionSettings connection(Identity identity) throws ClientException {
    Clock clock = Clock.systemUTC();
    ConnectionSettings settings =
        ConnectionSettings.of(place.server(), identity.credentials(), identity.rules(clock), clock);
    return keyLog == null ? settings : settings.withKeyLog(keyLog());
  }

  private KeyLogFile keyLog() throws ClientException {
    try {
      KeyLogFile log = KeyLogFile.open(keyLog);
      System.err.println(
          "warning: the secrets of this session go to "
              + keyLog
              + "; a person who has that file can read the session");
      return log;
    } catch (IOException e) {
      throw new ClientException(
          "no key log: " + e.getMessage(), "Name a file that you may write to.", e);
    }
  }

  /** How to log in. With {@code reconnect} a lost connection is opened again. */
  public SessionSettings session(boolean reconnect) throws ClientException {
    Identity identity = identity();
    Passwords passwords = passwords();
    return new SessionSettings(
        connection(identity),
        identity.user(),
        withoutPassword ? Optional.empty() : Optional.of(() -> passwords.existing(identity.user())),
        place.data(),
        identity.authorities(),
        identity.revocations(),
        reconnect);
  }

  /** What is kept of that user and server, for which none of them is asked. */
  public KeptOptions kept() {
    return new KeptOptions(place, files.trust(), as, revocations);
  }

  /** Where everything of that user and server is kept. */
  public Path account(SessionSettings settings) throws ClientException {
    try {
      return settings.data().account(settings.connection().server().folderName(), settings.user());
    } catch (IOException e) {
      throw new ClientException(
          "the data folder cannot be made: " + e.getMessage(),
          "Set SECURECHAT_HOME to a folder that you may write to.",
          e);
    }
  }

  /** The server as something to be attacked, from the user's account. */
  public Target target() throws ClientException {
    Identity identity = identity();
    Passwords passwords = passwords();
    ConnectionSettings connection = connection(identity);
    return new Target(
        connection.server(),
        identity.user(),
        identity.credentials(),
        connection.rules(),
        withoutPassword ? Optional.empty() : Optional.of(() -> passwords.existing(identity.user())),
        Optional.of(files.pki()),
        Target.PATIENCE);
  }
}
