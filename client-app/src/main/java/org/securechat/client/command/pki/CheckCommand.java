package org.securechat.client.command.pki;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.SafeText;
import org.securechat.client.command.options.PassphraseOptions;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.check.Expectations;
import org.securechat.client.pki.check.Finding;
import org.securechat.client.pki.check.FolderCheck;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.identity.RevocationPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pki check}. */
@Command(
    name = "check",
    description = {
      "Tell what a server or a client will refuse in a folder of certificates, and why, before"
          + " anything is started.",
      "Exit code 0: nothing, 1: something, 2: wrong usage."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat pki check certs",
      "  securechat pki check /etc/securechat/pki --for server --host chat.example.org",
      "  securechat pki check certs --for client --json"
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = "${env:SECURECHAT_PKI:-certs}",
      description =
          "the folder with ca.pem, crl.pem and issued/ (default: $SECURECHAT_PKI, or certs)")
  private Path folder;

  @Option(
      names = {"--dir", "--pki"},
      paramLabel = "DIR",
      description = "the same, as the other commands have it")
  private Path option;

  @Option(
      names = "--for",
      paramLabel = "ROLE",
      defaultValue = "ALL",
      description = "server, client or all: those whose files are there (default: all)")
  private Expectations.Role role;

  @Option(
      names = "--server-name",
      paramLabel = "NAME",
      defaultValue = "${env:SECURECHAT_NAME:-" + CertificateOrder.DEFAULT_SERVER + "}",
      description =
          "the server's setting securechat.name, which the receipt certificate has to state"
              + " (default: $SECURECHAT_NAME, or securechat)")
  private String serverName;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "by which clients dial the server, to see that its certificate names it")
  private String host;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "warn of what ends within so many days (default: ${DEFAULT-VALUE})")
  private int days;

  @Option(names = "--no-crl", description = "ask for no revocation list")
  private boolean withoutLists;

  @Option(
      names = "--roots-without-list",
      description = "the authorities publish no list about the issuing authorities below them")
  private boolean rootsWithoutList;

  @Mixin private PassphraseOptions passphrase;

  @Option(names = "--json", description = "print one JSON object a line")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path dir = option == null ? folder : option;
    if (!Files.isDirectory(dir)) {
      throw new ParameterException(
          spec.commandLine(),
          (Files.exists(dir) ? dir + " is no folder" : "there is no folder " + dir)
              + ": name one with certificates, or set SECURECHAT_PKI; 'pki init' makes an authority"
              + " with one");
    }
    List<Finding> findings = new FolderCheck(dir, expectations()).run();
    PrintWriter out = spec.commandLine().getOut();
    for (Finding finding : findings) {
      out.println(json ? MessageJson.line(object(finding)) : text(finding));
    }
    long errors = count(findings, Finding.Level.ERROR);
    if (!json) {
      out.println(summary(errors, count(findings, Finding.Level.WARNING)));
    }
    return errors == 0 ? 0 : 1;
  }

  private Expectations expectations() {
    return new Expectations(
        role,
        serverName,
        Optional.ofNullable(host),
        RevocationPolicy.of(withoutLists, rootsWithoutList),
        Duration.ofDays(days),
        passphrase.passphrase(),
        Clock.systemUTC());
  }

  private static long count(List<Finding> findings, Finding.Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String summary(long errors, long warnings) {
    if (errors == 0 && warnings == 0) {
      return "nothing will be refused";
    }
    String rest = warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings");
    return errors + (errors == 1 ? " error" : " errors") + rest;
  }

  private static String text(Finding finding) {
    String line =
        String.format(
            Locale.ROOT,
            "%-8s %s %s",
            finding.level().word(),
            finding.file(),
            SafeText.line(finding.what()));
    return finding.remedy().isEmpty()
        ? line
        : line + System.lineSeparator() + " ".repeat(9) + SafeText.line(finding.remedy());
  }

  private static ObjectNode object(Finding finding) {
    return MessageJson.event("finding")
        .put("level", finding.level().word())
        .put("file", finding.file().toString())
        .put("what", finding.what())
        .put("remedy", finding.remedy());
  }
}
