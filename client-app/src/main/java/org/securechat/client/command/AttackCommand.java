package org.securechat.client.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.attack.AttackReport;
import org.securechat.client.attack.AttackRun;
import org.securechat.client.attack.HtmlReport;
import org.securechat.client.attack.classic.ClassicControlSession;
import org.securechat.client.attack.classic.ClassicScenarios;
import org.securechat.client.attack.modern.Scenarios;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.ClassicEndpoints;
import org.securechat.client.attack.target.Target;
import org.securechat.client.command.options.ConnectionOptions;
import org.securechat.client.command.options.OutputOptions;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.text.MessageJson;
import org.securechat.protocol.file.OwnerOnly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attack}. */
@Command(
    name = "attack",
    description = {
      "Attack a server that is yours, and see whether it refuses as it has to.",
      "",
      "Starts from an account that exists. Attacks that need certificates signed",
      "by the server's own authority are left out unless --pki has its key. What",
      "they make there is called attack-..., lives for an hour at most, and is",
      "revoked at the end.",
      "",
      "With --classic it is the endpoint for the system that came before which is",
      "attacked: the host is --server's, the ports are those of the options. For",
      "some of it your password goes there, under that protocol's weak protection;",
      "--no-password leaves those attacks out.",
      "",
      "Exit code 0 only if every attack that was run was refused as expected.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat attack --list",
      "  securechat attack all --as alice",
      "  securechat attack replay-message tamper-record-tag --as alice",
      "  securechat attack all --slow --json --as alice",
      "  securechat attack all --report report.html --as alice",
      "  securechat attack --list --classic",
      "  securechat attack all --classic --as alice"
    })
final class AttackCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions server;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      description = "which attacks; 'all' for all but the slow ones")
  private List<String> ids = List.of();

  @Option(names = "--list", description = "list the attacks and the answers expected")
  private boolean list;

  @Option(
      names = "--slow",
      description = "with 'all': those too that wait for a deadline of the server")
  private boolean slow;

  @Option(names = "--classic", description = "attack the classic endpoint by the classic protocol")
  private boolean classic;

  @Option(
      names = "--classic-login-port",
      paramLabel = "N",
      defaultValue = "" + ClassicEndpoints.LOGIN_PORT,
      description = "its port for logins (default: ${DEFAULT-VALUE})")
  private int loginPort;

  @Option(
      names = "--classic-chat-port",
      paramLabel = "N",
      defaultValue = "" + ClassicEndpoints.CHAT_PORT,
      description = "its port for chats (default: ${DEFAULT-VALUE})")
  private int chatPort;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write all that was sent and came back into a page (HTML), too")
  private Path reportFile;

  @Spec private CommandSpec spec;

  private Optional<String> serverCertificate = Optional.empty();

  @Override
  public Integer call() throws ClientException {
    AttackReport report = new AttackReport(spec.commandLine().getOut(), output.palette());
    List<Scenario> all = classic ? ClassicScenarios.all() : Scenarios.all();
    if (list) {
      all.forEach(scenario -> print(report.listed(scenario), scenario));
      return 0;
    }
    List<Scenario> chosen = chosen(all);
    checkReportFile();
    Target target = target();
    if (!output.json()) {
      report.heading(target, chosen.size());
    }
    Instant begun = Instant.now();
    List<Outcome> outcomes = run(target, watcher(report)).run(chosen);
    if (reportFile != null) {
      write(
          new HtmlReport(
              target.where(),
              serverCertificate,
              target.user(),
              target.protocol(),
              String.join(", ", new ManifestVersion().getVersion()),
              begun,
              Instant.now(),
              outcomes));
    }
    if (output.json()) {
      println(MessageJson.line(AttackReport.summary(outcomes)));
    } else {
      report.conclusion(outcomes);
    }
    return AttackReport.holds(outcomes) ? 0 : 1;
  }

  private Target target() throws ClientException {
    Target target = server.target();
    if (!classic) {
      return target;
    }
    String host = target.server().host();
    try {
      return target.through(
          new ClassicEndpoints(
              new ServerAddress(host, loginPort), new ServerAddress(host, chatPort)));
    } catch (IllegalArgumentException _) {
      throw usage("a port is a number from 1 to 65535");
    }
  }

  private AttackRun run(Target target, AttackRun.Watcher watcher) {
    return classic
        ? new AttackRun(target, ClassicControlSession::greet, watcher)
        : new AttackRun(target, watcher);
  }

  private AttackRun.Watcher watcher(AttackReport report) {
    return new AttackRun.Watcher() {
      @Override
      public void greeted(String certificateSha256) {
        serverCertificate = Optional.of(certificateSha256);
      }

      @Override
      public void ended(Outcome outcome) {
        if (output.json()) {
          println(MessageJson.line(AttackReport.json(outcome)));
        } else {
          report.ended(outcome);
        }
      }
    };
  }

  /** Before the attacks, which take a while. */
  private void checkReportFile() {
    if (reportFile == null) {
      return;
    }
    Path folder = reportFile.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw usage("the report cannot be written into " + folder);
    }
    if (Files.exists(reportFile)) {
      throw usage(reportFile + " is there already: choose another --report, or remove it first");
    }
  }

  private void write(HtmlReport report) throws ClientException {
    try {
      OwnerOnly.writePublic(reportFile, report.page().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ClientException(
          "the report could not be written: " + e.getMessage(), "Is the disk full?", e);
    }
  }

  private void print(String line, Scenario scenario) {
    println(output.json() ? MessageJson.line(AttackReport.json(scenario)) : line);
  }

  private void println(String line) {
    spec.commandLine().getOut().println(line);
  }

  private List<Scenario> chosen(List<Scenario> all) {
    if (ids.isEmpty()) {
      throw usage("which attacks? 'all', or some of those that --list shows");
    }
    if (ids.equals(List.of("all"))) {
      return all.stream().filter(scenario -> slow || !scenario.slow()).toList();
    }
    List<Scenario> chosen = new ArrayList<>();
    for (String id : ids) {
      chosen.add(
          all.stream()
              .filter(scenario -> scenario.id().equals(id))
              .findFirst()
              .orElseThrow(() ->
                  usage(
                      "there is no attack '"
                          + id
                          + "'; see --list"
                          + (classic ? " --classic" : ""))));
    }
    return chosen;
  }

  private ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }
}
