package org.securechat.client.command.bench;

import java.util.OptionalLong;
import org.securechat.client.bench.TrafficPlan.Extent;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what is sent and how fast. */
final class MessageOptions {
  private static final int MOST_CHARACTERS = 30_000;

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "200",
      description = "characters of each message (default: ${DEFAULT-VALUE})")
  private int size;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "messages a second of all senders together (default: as fast as possible)")
  private Long rate;

  @Option(
      names = "--presign",
      description = "sign all messages before it counts; needs --number or --rate")
  private boolean presign;

  @Mixin private ExtentOptions extent;

  int size(CommandSpec spec) {
    return BenchOptions.within(spec, "--size", size, MOST_CHARACTERS);
  }

  OptionalLong rate(CommandSpec spec) {
    if (rate != null && rate < 1) {
      throw new ParameterException(spec.commandLine(), "--rate is a number from 1 on");
    }
    return rate == null ? OptionalLong.empty() : OptionalLong.of(rate);
  }

  boolean presign(CommandSpec spec) {
    if (presign && rate == null && !extent.counted()) {
      throw new ParameterException(
          spec.commandLine(), "--presign needs --number or --rate: how many are to be signed?");
    }
    return presign;
  }

  Extent extent(CommandSpec spec) {
    return extent.extent(spec);
  }
}
