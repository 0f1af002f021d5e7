package org.securechat.client.command.admin;

import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code admin metrics}. */
@Command(
    name = "metrics",
    description = "Print the server's metrics, as Prometheus reads them.",
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat admin metrics --as root",
      "  securechat admin metrics securechat_ledger_ --as root --json"
    })
final class MetricsCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "only metrics whose name begins with this, for example securechat_ledger_")
  private String prefix;

  @Override
  public Integer call() throws ClientException {
    AdminConsole console = admin.open();
    String text = console.api().text(AdminPath.of("metrics"));
    Predicate<MetricSample> wanted = sample -> sample.name().startsWith(prefix);
    return console.each(
        text.lines().flatMap(line -> MetricSample.of(line).stream()).filter(wanted).toList(),
        MetricSample::line,
        MetricSample::json);
  }
}
