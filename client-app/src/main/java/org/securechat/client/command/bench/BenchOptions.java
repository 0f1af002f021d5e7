package org.securechat.client.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchReport;
import org.securechat.client.bench.BenchTarget;
import org.securechat.client.bench.Progress;
import org.securechat.client.bench.TrafficPlan;
import org.securechat.client.bench.TrafficRun;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that all benchmarks have. */
final class BenchOptions {
  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:SECURECHAT_SERVER:-127.0.0.1:7443}",
      description = "the server (default: $SECURECHAT_SERVER, or 127.0.0.1:7443)")
  private String server;

  @Option(
      names = "--pki",
      paramLabel = "DIR",
      required = true,
      description = "folder of the server's authority, with ca.key in it")
  private Path pki;

  @Option(
      names = "--users",
      paramLabel = "DIR",
      description = "where the users' login keys are kept (default: bench-users in --pki)")
  private Path users;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "the server's process: also print what it has used (Linux)")
  private Long pid;

  @Option(names = "--remote", description = "the server may be on another machine")
  private boolean remote;

  @Option(names = "--json", description = "print one JSON object for each benchmark")
  private boolean json;

  BenchTarget target() throws ClientException {
    return BenchTarget.of(
        ServerAddress.parse(server),
        pki,
        users == null ? pki.resolve("bench-users") : users,
        pid == null ? OptionalLong.empty() : OptionalLong.of(pid),
        remote);
  }

  /** Tells on standard error how far a run has come. */
  static Progress progress(CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    return where -> {
      err.println("... " + where);
      err.flush();
    };
  }

  /** Runs messages and prints what came of it, as {@link #print}. */
  int run(CommandSpec spec, TrafficPlan plan) throws ClientException {
    return print(spec, new TrafficRun(target(), plan, progress(spec)).run());
  }

  /** Prints what came of it; 0 if all of it is accounted for. */
  int print(CommandSpec spec, BenchReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(MessageJson.line(report.json()));
    } else {
      report.lines().forEach(out::println);
    }
    out.flush();
    return report.complete() ? 0 : 1;
  }

  /** A number from 1 to a bound. */
  static int within(CommandSpec spec, String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new ParameterException(spec.commandLine(), option + " is a number from 1 to " + most);
    }
    return value;
  }
}
