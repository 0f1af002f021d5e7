package org.securechat.client.command.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.client.command.options.TimeRange;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which lines of a record are wanted. */
final class PositionRangeOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--from", paramLabel = "N", description = "the first line (default: 1)")
  private Long from;

  @Option(names = "--to", paramLabel = "N", description = "the last line (default: the last)")
  private Long to;

  boolean isLimited() {
    return from != null || to != null;
  }

  /** The time, which is good without positions only. */
  TimeRange checked(TimeRange time) {
    if (isLimited() && time.isLimited()) {
      throw new ParameterException(
          command.commandLine(), "either --from and --to, or --since and --until");
    }
    return time;
  }

  Map<String, Long> query() {
    Map<String, Long> query = new LinkedHashMap<>();
    query.put("from", from);
    query.put("to", to);
    return query;
  }
}
