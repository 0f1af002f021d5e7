package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.identity.Passwords;
import org.securechat.protocol.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin administrators}. */
@Command(
    name = "administrators",
    description = "List and change the people who may administer the server.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin administrators list --as root",
      "  securechat admin administrators create ines --as root --role auditor"
    })
final class AdministratorsCommand extends CommandGroup {
  private static final String ADMINISTRATORS = "administrators";
  private static final String NAME = "NAME";
  private static final String VARIABLE = "SECURECHAT_NEW_PASSWORD";

  @Command(
      description = "List administrators.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators list --as root")
  int list(@Mixin AdminOptions admin, @Mixin ListOptions list) throws ClientException {
    return admin
        .open()
        .list(
            AdminPath.of(ADMINISTRATORS),
            list.limit(),
            Column.of(NAME, "name"),
            Column.of("ROLE", "role"),
            Column.of("STATE", "state"),
            Column.of("PASSWORD", "password"),
            Column.of("CERTIFICATE", "certificate"),
            Column.of("CREATED", "created_at"));
  }

  @Command(
      description = "Show one administrator.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators show ines --as root")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    return admin.open().show(administrator(name));
  }

  @Command(
      description = "Create an administrator.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin administrators create ines --as root --role auditor",
        "  securechat admin administrators create olaf --as root --role operator"
      })
  int create(
      @Mixin AdminOptions admin,
      @Mixin LoginMeans means,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              description = "administrator, auditor or operator")
          String role)
      throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode request = Json.object().put("name", name).put("role", role);
    means.addCertificate(request);
    if (!request.has("certificate")) {
      means.addPassword(request, name);
    }
    return console.done(
        console.api().send("POST", AdminPath.of(ADMINISTRATORS), request),
        name + " is " + role + " now");
  }

  @Command(
      description = "Give an administrator another role.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators role ines operator --as root")
  int role(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name,
      @Parameters(paramLabel = "ROLE", description = "administrator, auditor or operator")
          String role)
      throws ClientException {
    return admin
        .open()
        .act(
            administrator(name),
            "role",
            Json.object().put("role", role),
            name + " is " + role + " now");
  }

  @Command(
      description = "Give an administrator a new password.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators password ines --as root")
  int password(
      @Mixin AdminOptions admin,
      @Mixin LoginMeans means,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    ObjectNode request = Json.object();
    means.addPassword(request, name);
    return admin
        .open()
        .act(administrator(name), "password", request, name + " has the new password");
  }

  @Command(
      description = "Set which certificate logs an administrator in; without options, none does.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin administrators certificate ines --as root --pin ines.pem",
        "  securechat admin administrators certificate ines --as root --by-name",
        "  securechat admin administrators certificate ines --as root"
      })
  int certificate(
      @Mixin AdminOptions admin,
      @Mixin LoginMeans means,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    ObjectNode request = Json.object();
    means.addCertificate(request);
    if (!request.has("certificate")) {
      request.put("certificate", "none");
    }
    return admin
        .open()
        .act(administrator(name), "certificate", request, "the certificate of " + name + " is set");
  }

  @Command(
      description = "Lock an administrator out.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators disable ines --as root")
  int disable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    return admin.open().act(administrator(name), "disable", null, name + " is locked out");
  }

  @Command(
      description = "Let an administrator in again.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators enable ines --as root")
  int enable(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    return admin.open().act(administrator(name), "enable", null, name + " may log in again");
  }

  @Command(
      description = "Remove an administrator.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin administrators delete ines --as root")
  int delete(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = NAME, description = "the administrator's name") String name)
      throws ClientException {
    AdminConsole console = admin.open();
    AdminPath path = administrator(name);
    return console.done(
        console.api().change(path, "DELETE", path, (ObjectNode) null), name + " is removed");
  }

  private static AdminPath administrator(String name) {
    return AdminPath.of(ADMINISTRATORS, name);
  }

  /** What an administrator logs in with. */
  static final class LoginMeans {
    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        description =
            "file with the new password (default: $SECURECHAT_NEW_PASSWORD, or asked for without"
                + " echo)")
    private Path file;

    @Option(
        names = "--pin",
        paramLabel = "FILE",
        description = "this client certificate, PEM, logs in")
    private Path pinned;

    @Option(names = "--by-name", description = "any valid client certificate with the name logs in")
    private boolean named;

    void addPassword(ObjectNode request, String name) throws ClientException {
      char[] password = Passwords.ofProcess(Optional.ofNullable(file), VARIABLE).chosen(name);
      request.put("password", new String(password));
      Arrays.fill(password, '\0');
    }

    void addCertificate(ObjectNode request) throws ClientException {
      if (pinned != null) {
        request
            .put("certificate", "pinned")
            .put("certificate_sha256", CertificatesCommand.hash(pinned));
      } else if (named) {
        request.put("certificate", "named");
      }
    }
  }
}
