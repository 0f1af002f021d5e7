package org.securechat.client.command.pki;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.IdentityFiles;
import org.securechat.client.identity.Passwords;
import org.securechat.client.identity.RememberedPassphrase;
import org.securechat.client.pki.CertificateImport;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyForm;
import org.securechat.client.pki.est.Enrolment;
import org.securechat.client.pki.est.EstAddress;
import org.securechat.client.pki.est.EstLogin;
import org.securechat.client.pki.est.EstPatience;
import org.securechat.client.pki.est.EstTrust;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.key.KeyFileException;
import org.securechat.protocol.identity.key.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki enroll}. */
@Command(
    name = "enroll",
    description = {
      "Get a user's certificate from an authority of your organisation over the network (EST, RFC"
          + " 7030), with a new key that stays here.",
      "The authority has to be known: by ca.pem in the folder, by --ca, or by the fingerprint that"
          + " it publishes. Before its certificate ends, the client renews it by itself."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki enroll alice --est https://est.example --ca root.pem",
      "  securechat pki enroll alice --est https://est.example --user asmith --encrypt",
      "  securechat pki enroll alice --est https://est.example --login-cert laptop.pem"
    })
final class EnrollCommand implements Callable<Integer> {
  /** The environment variable that may hold the password at the authority. */
  static final String PASSWORD_VARIABLE = "SECURECHAT_EST_PASSWORD";

  @Parameters(paramLabel = "NAME", description = "the user's name: a-z 0-9 . _ + - @")
  private String name;

  @Option(
      names = "--est",
      paramLabel = "URL",
      required = true,
      description = "the server: https://HOST[:PORT][/.well-known/est[/LABEL]]")
  private String est;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "the authority's certificate, PEM (default: ca.pem of the folder)")
  private Path authorities;

  @Option(
      names = "--ca-fingerprint",
      paramLabel = "SHA256",
      description =
          "in place of its certificate: the SHA-256 of it that the authority publishes, which you"
              + " have from elsewhere than from this server")
  private String fingerprint;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "who vouches for the server itself, if that is another authority, PEM")
  private Path serverAuthorities;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "your name at the authority, if it asks for one (default: NAME)")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "file with your password at the authority in its one line (default: $"
              + PASSWORD_VARIABLE
              + ", or asked for without echo if the server asks for it)")
  private Path passwordFile;

  @Option(
      names = "--login-cert",
      paramLabel = "FILE",
      description =
          "a certificate that the authority knows, PEM or PKCS#12, in place of a password")
  private Path loginCertificate;

  @Option(
      names = "--login-key",
      paramLabel = "FILE",
      description = "its key (default: beside it, with .key in place of its ending)")
  private Path loginKey;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "how long the authority may take to decide (default: ${DEFAULT-VALUE}); afterwards the"
              + " same command goes on with the same key")
  private int seconds;

  @Mixin private PkiFolder folder;
  @Mixin private NewKeyOptions key;
  @Mixin private UserNameOptions names;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (authorities != null && fingerprint != null) {
      throw new ParameterException(
          spec.commandLine(), "--ca and --ca-fingerprint say the same: give one of them");
    }
    CertificateOrder order =
        names.addTo(CertificateOrder.of(name, CertificateKind.CLIENT).withKey(key.kind()));
    EstAddress address = EstAddress.parse(est);
    EstPatience patience = EstPatience.ofPerson(Duration.ofSeconds(Math.max(0, seconds)));
    Clock clock = Clock.systemUTC();
    EstTrust trust = trust(address, patience, clock);
    try (RememberedPassphrase passphrase = new RememberedPassphrase(folder.passphrase());
        RememberedPassword password = new RememberedPassword(this::password)) {
      CertificateImport.Done done =
          new Enrolment(folder.path(), address, trust, patience, clock)
              .run(
                  order,
                  passphrase,
                  form(passphrase),
                  Optional.of(new EstLogin(login(), password::get)),
                  credentials());
      new TakenText(spec.commandLine().getOut()).print(done);
    }
    sayWhatIsMissing();
    return 0;
  }

  private String login() {
    return user == null ? name : user;
  }

  private char[] password() throws ClientException {
    return Passwords.ofProcess(Optional.ofNullable(passwordFile), PASSWORD_VARIABLE)
        .existing(login() + " at " + est);
  }

  /** The new key's passphrase opens it again when its certificate has come. */
  private KeyForm form(RememberedPassphrase remembered) {
    return key.form(
        folder.passphrase(), () -> remembered.remember(folder.passphrase().chosen(name)));
  }

  private EstTrust trust(EstAddress address, EstPatience patience, Clock clock)
      throws ClientException {
    EstTrust trust = authority(address, patience, clock);
    return serverAuthorities == null
        ? trust
        : trust.withServersOf(Identity.authorities(serverAuthorities));
  }

  private EstTrust authority(EstAddress address, EstPatience patience, Clock clock)
      throws ClientException {
    Path own = folder.path().resolve("ca.pem");
    if (fingerprint != null) {
      return EstTrust.byFingerprint(address, fingerprint, patience, clock);
    }
    if (authorities == null && !Files.exists(own)) {
      throw new ClientException(
          "it is not known which authority you trust: there is no " + own,
          "Give its certificate with --ca FILE, or the fingerprint that it publishes with"
              + " --ca-fingerprint SHA256.");
    }
    List<X509Certificate> given = Identity.authorities(authorities == null ? own : authorities);
    return EstTrust.of(given);
  }

  private Optional<Credentials> credentials() throws ClientException {
    if (loginCertificate == null) {
      return Optional.empty();
    }
    Path file =
        IdentityFiles.find(
                folder.path(),
                Optional.empty(),
                Optional.of(loginCertificate),
                Optional.ofNullable(loginKey),
                Optional.empty(),
                Optional.empty())
            .key();
    Passphrase passphrase = folder.passphrase();
    try {
      return Optional.of(PemFiles.credentials(loginCertificate, file, passphrase));
    } catch (KeyFileException e) {
      throw new ClientException(e.getMessage(), e.remedy(), e);
    } catch (IOException e) {
      throw new ClientException(
          "the certificate to log in with cannot be used: " + e.getMessage(),
          "Name it with --login-cert, and its key with --login-key.",
          e);
    }
  }

  private void sayWhatIsMissing() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("renewal     before its end, when the client starts; or 'pki renew " + name + "'");
    Path lists = folder.path().resolve("crl.pem");
    if (!Files.exists(lists)) {
      out.println(
          "missing     "
              + lists
              + ": put the authority's revocation lists there, and run 'securechat pki check'");
    }
  }
}
