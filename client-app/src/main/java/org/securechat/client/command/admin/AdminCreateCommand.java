package org.securechat.client.command.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminBootstrapRequest;
import org.securechat.client.identity.Passwords;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.name.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code admin create}. */
@Command(
    name = "create",
    description = {
      "Make an administrator, on the machine that the server runs on.",
      "Needs the right to write into the server's data folder. It is how the first one comes to"
          + " be.",
      "The password stays here: the server gets what Argon2id makes of it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat admin create root",
      "  securechat admin create ines --role auditor --certificate ines.pem",
      "  securechat admin create root --data /var/lib/securechat --password-file pw"
    })
final class AdminCreateCommand implements Callable<Integer> {
  private static final String PASSWORD = "SECURECHAT_ADMIN_PASSWORD";
  private static final int MIN_PASSWORD = 12;
  private static final int MAX_PASSWORD = 256;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "a-z, 0-9, '.', '_' and '-'")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "administrator",
      description =
          "administrator (everything), auditor (reads and exports), operator (sessions, health,"
              + " metrics); default: ${DEFAULT-VALUE}")
  private String role;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "the server's data folder (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "the client certificate that logs in; no password is asked for then")
  private Path certificate;

  @Option(
      names = "--certificate-by-name",
      description =
          "any valid client certificate that names NAME logs in; no password is asked for")
  private boolean byName;

  @Option(
      names = "--with-password",
      description = "ask for a password although a certificate logs in, too")
  private boolean withPassword;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      defaultValue = "${env:SECURECHAT_ADMIN_PASSWORD_FILE}",
      description =
          "file with the password in its one line (default: $SECURECHAT_ADMIN_PASSWORD_FILE, or"
              + " $SECURECHAT_ADMIN_PASSWORD, or asked for without echo)")
  private Path passwordFile;

  @Option(
      names = "--replace",
      description = "if there is such an administrator: replace all their ways to log in by these")
  private boolean replace;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for a running server (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Override
  public Integer call() throws ClientException {
    if (!Names.isUsername(name)) {
      throw usage("'" + name + "' cannot be an administrator's name");
    }
    if (!role.matches("administrator|auditor|operator")) {
      throw usage("'" + role + "' is not administrator, auditor or operator");
    }
    AdminBootstrapRequest enrolment = new AdminBootstrapRequest(name, role);
    if (certificate != null) {
      enrolment.pinned(fingerprint());
    } else if (byName) {
      enrolment.named();
    }
    if (withPassword || (certificate == null && !byName)) {
      addPassword(enrolment);
    }
    if (replace) {
      enrolment.replacing();
    }
    boolean done = enrolment.submit(data, Duration.ofSeconds(seconds));
    spec.commandLine()
        .getOut()
        .println(
            done
                ? name + " is " + role + " now"
                : "No server runs on " + data + "; at its next start " + name + " becomes " + role);
    return 0;
  }

  private void addPassword(AdminBootstrapRequest enrolment) throws ClientException {
    char[] password = Passwords.ofProcess(Optional.ofNullable(passwordFile), PASSWORD).chosen(name);
    try {
      if (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD) {
        throw new ClientException(
            "the password must have " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters",
            "Four words that have nothing to do with each other are easy to keep.");
      }
      enrolment.password(password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private String fingerprint() throws ClientException {
    try {
      return Digests.sha256Hex(PemFiles.certificates(certificate).get(0).getEncoded());
    } catch (IOException | CertificateEncodingException e) {
      throw new ClientException(
          "the certificate " + certificate + " cannot be read", "It must be a PEM file.", e);
    }
  }

  private ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }
}
