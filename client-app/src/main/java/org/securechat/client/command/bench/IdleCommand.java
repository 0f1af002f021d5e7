package org.securechat.client.command.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.bench.IdleRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench idle}. */
@Command(
    name = "idle",
    description = {
      "Hold connections that do nothing, and see what each keeps in memory.",
      "",
      "The server has to admit as many from one address: set",
      "SECURECHAT_CONNECTIONS_MAX_PER_ADDRESS (1000 unless set) and, above 10000,",
      "SECURECHAT_CONNECTIONS_MAX. Give it a heap that is not full at the start.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench idle --pki bench-pki --server-pid 4711",
      "  securechat bench idle --pki bench-pki --connections 20000 --seconds 60"
    })
final class IdleCommand implements Callable<Integer> {
  private static final int MOST = 25_000;
  private static final int MOST_SECONDS = 86_400;

  @Mixin private BenchOptions options;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1000",
      description = "connections (default: ${DEFAULT-VALUE})")
  private int connections;

  @Option(
      names = "--people",
      paramLabel = "N",
      defaultValue = "200",
      description = "users who share them (default: ${DEFAULT-VALUE})")
  private int people;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "hold them for so long (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    int count = BenchOptions.within(spec, "--connections", connections, MOST);
    int users = BenchOptions.within(spec, "--people", people, MOST);
    int held = BenchOptions.within(spec, "--seconds", seconds, MOST_SECONDS);
    return options.print(
        spec,
        new IdleRun(
                options.target(),
                count,
                users,
                Duration.ofSeconds(held),
                BenchOptions.progress(spec))
            .run());
  }
}
