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
import org.securechat.client.attack.AttackReport;
import org.securechat.client.attack.AttackRun;
import org.securechat.client.attack.HtmlReport;
import org.securechat.client.attack.Outcome;
import org.securechat.client.attack.Scenario;
import org.securechat.client.attack.Scenarios;
import org.securechat.client.attack.Target;
import org.securechat.client.problem.Problem;
import org.securechat.client.storage.OwnerOnly;
import org.securechat.client.text.MessageJson;
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
      "Exit code 0 only if every attack that was run was refused as expected.",
      ""
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  securechat attack --list",
      "  securechat attack all --as alice",
      "  securechat attack replay-message tamper-record-tag --as alice",
      "  securechat attack all --slow --json --as alice",
      "  securechat attack all --report report.html --as alice"
    })
final class AttackCommand implements Callable<Integer> {
  @Mixin private ServerOptions server;
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

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write all that was sent and came back into a page (HTML), too")
  private Path reportFile;

  @Spec private CommandSpec spec;

  private Optional<String> serverCertificate = Optional.empty();

  @Override
  public Integer call() throws Problem {
    AttackReport report = new AttackReport(spec.commandLine().getOut(), output.palette());
    if (list) {
      Scenarios.all().forEach(scenario -> print(report.listed(scenario), scenario));
      return 0;
    }
    List<Scenario> chosen = chosen();
    checkReportFile();
    Target target = server.target();
    if (!output.json()) {
      report.heading(target, chosen.size());
    }
    Instant begun = Instant.now();
    List<Outcome> outcomes = new AttackRun(target, watcher(report)).run(chosen);
    if (reportFile != null) {
      write(
          new HtmlReport(
              target.server().toString(),
              serverCertificate,
              target.user(),
              "securechat/1",
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

  private void write(HtmlReport report) throws Problem {
    try {
      OwnerOnly.writePublic(reportFile, report.page().getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new Problem(
          "the report could not be written: " + failed.getMessage(), "Is the disk full?", failed);
    }
  }

  private void print(String line, Scenario scenario) {
    println(output.json() ? MessageJson.line(AttackReport.json(scenario)) : line);
  }

  private void println(String line) {
    spec.commandLine().getOut().println(line);
  }

  private List<Scenario> chosen() {
    if (ids.isEmpty()) {
      throw usage("which attacks? 'all', or some of those that --list shows");
    }
    if (ids.equals(List.of("all"))) {
      return Scenarios.all().stream().filter(scenario -> slow || !scenario.slow()).toList();
    }
    List<Scenario> chosen = new ArrayList<>();
    for (String id : ids) {
      chosen.add(
          Scenarios.find(id)
              .orElseThrow(() -> usage("there is no attack '" + id + "'; see --list")));
    }
    return chosen;
  }

  private ParameterException usage(String wrong) {
    return new ParameterException(spec.commandLine(), wrong);
  }
}
