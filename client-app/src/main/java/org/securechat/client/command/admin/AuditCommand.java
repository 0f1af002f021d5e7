package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin audit}. */
@Command(
    name = "audit",
    description = "Read the audit log: who did what to whom, when and from where.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat admin audit query --as ines --action user.disable",
      "  securechat admin audit verify --as ines"
    })
final class AuditCommand extends CommandGroup {
  private static final String AUDIT = "audit";

  @Command(
      description = "Search the log, the newest first. The search is in the log, too.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin audit query --as ines --actor root --since 2026-11-22",
        "  securechat admin audit query --as ines --subject mallory --outcome denied"
      })
  int query(
      @Mixin AdminOptions admin,
      @Mixin ListOptions list,
      @Mixin Filter filter,
      @Mixin TimeOptions times)
      throws ClientException {
    TimeRange time = times.range();
    AdminConsole console = admin.open();
    if (time.isLimited()) {
      console.say(time.words());
    }
    return console.list(
        AdminPath.of(AUDIT).with(filter.parameters()).with(time.query()),
        list.limit(),
        Column.of("LINE", "position"),
        Column.of("RECORDED", "recorded_at"),
        Column.of("ACTION", "action"),
        Column.of("OUTCOME", "outcome"),
        Column.of("ACTOR", "actor"),
        Column.of("SUBJECT", "subject", 40),
        Column.of("FROM", "source"),
        Column.of("TIMES", "count"),
        Column.of("DETAILS", "details"));
  }

  @Command(
      description = "Show one line.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin audit show 17 --as ines")
  int show(
      @Mixin AdminOptions admin,
      @Parameters(paramLabel = "LINE", description = "its number") long position)
      throws ClientException {
    return admin.open().show(AdminPath.of(AUDIT, Long.toString(position)));
  }

  @Command(
      description = "Have the server verify the whole log; exit code 1 if it is not intact.",
      mixinStandardHelpOptions = true,
      footer = "  securechat admin audit verify --as ines")
  int verify(@Mixin AdminOptions admin) throws ClientException {
    AdminConsole console = admin.open();
    ObjectNode found = console.api().get(AdminPath.of(AUDIT, "verification")).body();
    console.show(found);
    return found.path("intact").asBoolean() ? 0 : 1;
  }

  @Command(
      aliases = "export",
      description = "Download lines of the log as evidence, to be checked by 'verify'.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin audit bundle --as ines --out audit.zip",
        "  securechat admin audit bundle --as ines --since 2026-11-01 --out nov.zip",
        "  securechat verify audit.zip --ca certs/ca.pem"
      })
  int bundle(
      @Mixin AdminOptions admin,
      @Mixin TimeOptions times,
      @Mixin PositionRangeOptions stretch,
      @Option(
              names = {"-o", "--out"},
              required = true,
              paramLabel = "FILE",
              description = "a new zip file")
          Path file)
      throws ClientException {
    TimeRange time = stretch.checked(times.range());
    return new ExportRun(admin.open(), time, stretch.query())
        .zip("the audit log", AdminPath.of(AUDIT), file);
  }

  /** What is looked for. */
  static final class Filter {
    @Option(names = "--actor", paramLabel = "NAME", description = "who did it")
    private String actor;

    @Option(names = "--action", paramLabel = "ACTION", description = "such as user.disable")
    private String action;

    @Option(names = "--subject", paramLabel = "NAME", description = "to whom or what")
    private String subject;

    @Option(names = "--outcome", paramLabel = "OUTCOME", description = "success, failure or denied")
    private String outcome;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "from where")
    private String source;

    Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("actor", actor);
      parameters.put("action", action);
      parameters.put("subject", subject);
      parameters.put("outcome", outcome);
      parameters.put("source", source);
      return parameters;
    }
  }
}
