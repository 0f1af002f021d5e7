package org.securechat.client.command.bench;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option that says how many messages a sender may have on their way. */
final class WindowOption {
  private static final int MOST = 4_096;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "16",
      description = "unacknowledged messages of one sender at most (default: ${DEFAULT-VALUE})")
  private int window;

  int window(CommandSpec spec) {
    return BenchOptions.within(spec, "--window", window, MOST);
  }
}
