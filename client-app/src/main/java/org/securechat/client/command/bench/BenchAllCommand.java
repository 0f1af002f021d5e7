package org.securechat.client.command.bench;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchKind;
import org.securechat.client.bench.BenchTarget;
import org.securechat.client.bench.IdleRun;
import org.securechat.client.bench.LoginRun;
import org.securechat.client.bench.Progress;
import org.securechat.client.bench.TrafficPlan;
import org.securechat.client.bench.TrafficPlan.Extent;
import org.securechat.client.bench.TrafficRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench all}. */
@Command(
    name = "all",
    description = {
      "All benchmarks, one after the other, each as it is without options.",
      "",
      "Idle comes last, because its memory is compared with that of a server which",
      "has worked.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench all --pki bench-pki --server-pid 4711",
      "  securechat bench all --pki bench-pki --seconds 30 --warm-up 20 --json"
    })
final class BenchAllCommand implements Callable<Integer> {
  private static final int LOGINS = 8;
  private static final int ROOMS = 10;
  private static final int MEMBERS = 20;
  private static final int SENDERS = 64;
  private static final int WINDOW = 16;
  private static final int SIZE = 200;
  private static final int PEOPLE = 200;
  private static final int MOST_SECONDS = 3_600;

  @Mixin private BenchOptions options;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "measure each for so long (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "do the same for so long before it counts (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--idle",
      paramLabel = "N",
      defaultValue = "900",
      description = "idle connections (default: ${DEFAULT-VALUE})")
  private int idle;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    Duration length =
        Duration.ofSeconds(BenchOptions.within(spec, "--seconds", seconds, MOST_SECONDS));
    Duration before =
        Duration.ofSeconds(BenchOptions.within(spec, "--warm-up", warmUp, MOST_SECONDS));
    Extent extent = new Extent(before, length, OptionalInt.empty());
    BenchTarget target = options.target();
    Progress progress = BenchOptions.progress(spec);
    int exit = options.print(spec, new LoginRun(target, LOGINS, extent, progress).run());
    exit |= traffic(target, plan(BenchKind.FANOUT, ROOMS, MEMBERS, WINDOW, extent));
    exit |= traffic(target, plan(BenchKind.LATENCY, 1, 2, 1, extent));
    exit |= traffic(target, plan(BenchKind.INGEST, SENDERS, 1, WINDOW, extent));
    return exit | options.print(spec, new IdleRun(target, idle, PEOPLE, length, progress).run());
  }

  private static TrafficPlan plan(
      BenchKind kind, int rooms, int members, int window, Extent extent) {
    boolean direct = kind == BenchKind.LATENCY;
    return new TrafficPlan(
        kind, rooms, members, 1, direct, SIZE, window, direct, OptionalLong.empty(), false, extent);
  }

  private int traffic(BenchTarget target, TrafficPlan plan) throws ClientException {
    return options.print(spec, new TrafficRun(target, plan, BenchOptions.progress(spec)).run());
  }
}
