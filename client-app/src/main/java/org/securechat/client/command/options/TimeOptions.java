package org.securechat.client.command.options;

import java.time.DateTimeException;
import java.time.ZoneId;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** From when to when. */
public final class TimeOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "from then on: a date, such as 2026-11-01, or a time with its offset, such as"
              + " 2026-11-01T09:00:00+01:00")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "before that time; a date counts to its end")
  private String until;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "in which dates are meant, such as UTC or Europe/Berlin (default: yours)")
  private String zone;

  /**
   * What was asked for.
   *
   * @throws ParameterException for what is no time
   */
  public TimeRange range() {
    try {
      return TimeRange.read(since, until, zone());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  private ZoneId zone() {
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--zone '" + zone + "' is no zone, such as UTC, +01:00 or Europe/Berlin");
    }
  }
}
