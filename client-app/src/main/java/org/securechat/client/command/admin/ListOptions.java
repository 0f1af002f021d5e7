package org.securechat.client.command.admin;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much of a list is wanted. */
final class ListOptions {
  private static final int MAX = 1_000_000;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "at most that many (default: 1000)")
  private int limit;

  int limit() {
    if (limit < 1 || limit > MAX) {
      throw new ParameterException(command.commandLine(), "--limit must be 1 to " + MAX);
    }
    return limit;
  }
}
