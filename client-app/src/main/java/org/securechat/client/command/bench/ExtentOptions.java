package org.securechat.client.command.bench;

import java.time.Duration;
import java.util.OptionalInt;
import org.securechat.client.bench.TrafficPlan.Extent;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say for how long, or how often. */
final class ExtentOptions {
  private static final int MOST_SECONDS = 86_400;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "measure for so long (default: ${DEFAULT-VALUE})")
  private int seconds;

  @Option(
      names = "--number",
      paramLabel = "N",
      description = "in place of --seconds: so many of them in all")
  private Integer number;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "do the same for so long before it counts (default: ${DEFAULT-VALUE})")
  private int warmUp;

  Extent extent(CommandSpec spec) {
    if (warmUp < 0 || warmUp > MOST_SECONDS) {
      throw new ParameterException(
          spec.commandLine(), "--warm-up is a number from 0 to " + MOST_SECONDS);
    }
    return new Extent(
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(BenchOptions.within(spec, "--seconds", seconds, MOST_SECONDS)),
        number == null
            ? OptionalInt.empty()
            : OptionalInt.of(BenchOptions.within(spec, "--number", number, Integer.MAX_VALUE)));
  }

  /** Whether a number is given. */
  boolean counted() {
    return number != null;
  }
}
