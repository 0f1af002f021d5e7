package org.securechat.client.command.bench;

import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchKind;
import org.securechat.client.bench.TrafficPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench latency}. */
@Command(
    name = "latency",
    description = {
      "One user writes to another, one message at a time.",
      "",
      "The next message is sent once the one before it is acknowledged and has arrived.",
      "With --rate a message that had to wait for that is late from when it was due.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench latency --pki bench-pki",
      "  securechat bench latency --pki bench-pki --pairs 20 --rate 200 --seconds 60"
    })
final class LatencyCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  @Mixin private BenchOptions options;
  @Mixin private MessageOptions messages;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "1",
      description = "pairs of users who do this side by side (default: ${DEFAULT-VALUE})")
  private int pairs;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    TrafficPlan plan =
        new TrafficPlan(
            BenchKind.LATENCY,
            BenchOptions.within(spec, "--pairs", pairs, MOST),
            2,
            1,
            true,
            messages.size(spec),
            1,
            true,
            messages.rate(spec),
            messages.presign(spec),
            messages.extent(spec));
    return options.run(spec, plan);
  }
}
