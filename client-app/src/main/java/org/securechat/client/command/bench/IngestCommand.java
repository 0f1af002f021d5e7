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

/** {@code bench ingest}. */
@Command(
    name = "ingest",
    description = {
      "Many users write at once, each into a room of their own.",
      "",
      "A message counts when it is acknowledged: signed, checked and durable. On a",
      "machine that also runs the server, --presign leaves the server more of it.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench ingest --pki bench-pki",
      "  securechat bench ingest --pki bench-pki --number 50000 --presign --window 32"
    })
final class IngestCommand implements Callable<Integer> {
  private static final int MOST = 1_000;

  @Mixin private BenchOptions options;
  @Mixin private MessageOptions messages;
  @Mixin private WindowOption window;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "users who write (default: ${DEFAULT-VALUE})")
  private int connections;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    TrafficPlan plan =
        new TrafficPlan(
            BenchKind.INGEST,
            BenchOptions.within(spec, "--connections", connections, MOST),
            1,
            1,
            false,
            messages.size(spec),
            window.window(spec),
            false,
            messages.rate(spec),
            messages.presign(spec),
            messages.extent(spec));
    return options.run(spec, plan);
  }
}
