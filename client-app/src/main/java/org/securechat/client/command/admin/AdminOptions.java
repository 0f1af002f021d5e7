package org.securechat.client.command.admin;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminApi;
import org.securechat.client.administration.AdminLogin;
import org.securechat.client.command.options.IdentityOptions;
import org.securechat.client.identity.HttpsTrust;
import org.securechat.client.identity.Identity;
import org.securechat.client.identity.Passwords;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of every command that talks to the administration interface. */
final class AdminOptions {
  private static final String PASSWORD = "SECURECHAT_ADMIN_PASSWORD";
  private static final String TOKEN = "SECURECHAT_ADMIN_TOKEN";

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "${env:SECURECHAT_ADMIN_SERVER:-https://127.0.0.1:7480}",
      description =
          "the server's administration"
              + " (default: $SECURECHAT_ADMIN_SERVER, or https://127.0.0.1:7480)")
  private String server;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_ADMIN_USER}",
      description = "the administrator (default: $SECURECHAT_ADMIN_USER)")
  private String as;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      defaultValue = "${env:SECURECHAT_ADMIN_PASSWORD_FILE}",
      description =
          "file with the password in its one line (default: $SECURECHAT_ADMIN_PASSWORD_FILE, or"
              + " $SECURECHAT_ADMIN_PASSWORD, or asked for without echo)")
  private Path passwordFile;

  @Option(
      names = "--by-certificate",
      description = "log in by the certificate issued/NAME.pem of --pki, or --cert and --key")
  private boolean byCertificate;

  @Mixin private IdentityOptions files;

  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  /** Where results go; the connection is made by the first request. */
  AdminConsole open() throws ClientException {
    return new AdminConsole(api(), command.commandLine().getOut(), json);
  }

  ParameterException usage(String wrong) {
    return new ParameterException(command.commandLine(), wrong);
  }

  private AdminApi api() throws ClientException {
    SSLContext tls =
        HttpsTrust.tls(
            Identity.authorities(files.authorities()),
            byCertificate ? Optional.of(credentials()) : Optional.empty());
    return new AdminApi(address(), tls, login());
  }

  private URI address() {
    String url = server.contains("://") ? server : "https://" + server;
    try {
      URI uri = URI.create(url);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw usage("'" + server + "' is not https://HOST:PORT");
  }

  private Credentials credentials() throws ClientException {
    return Identity.load(files.files(as, null), files.passphrase(), RevocationPolicy.ALLOW)
        .credentials();
  }

  private AdminLogin login() throws ClientException {
    if (byCertificate) {
      return AdminLogin.certificate();
    }
    String token = System.getenv(TOKEN);
    if (token != null && !token.isBlank()) {
      return AdminLogin.token(token.strip());
    }
    if (as == null || as.isEmpty()) {
      throw usage("who are you? Give --as NAME (or set SECURECHAT_ADMIN_USER)");
    }
    return AdminLogin.password(
        as, Passwords.ofProcess(Optional.ofNullable(passwordFile), PASSWORD).existing(as));
  }
}
