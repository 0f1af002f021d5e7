package org.securechat.client.command.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.securechat.client.ClientException;
import org.securechat.client.administration.AdminPath;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin audit}. */
@Command(
    name = "audit",
    description = "The audit log: who did what to whom, when and from where.",
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
        "  securechat admin audit query --as ines --actor root --since 2026-11-22T00:00:00Z",
        "  securechat admin audit query --as ines --subject mallory --outcome denied --json"
      })
  int query(@Mixin AdminOptions admin, @Mixin ListOptions list, @Mixin Filter filter)
      throws ClientException {
    return admin
        .open()
        .list(
            AdminPath.of(AUDIT).with(filter.parameters()),
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
  int show(@Mixin AdminOptions admin, @Parameters(paramLabel = "LINE") long position)
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
      description = "Download lines of the log as evidence, to be checked by 'verify'.",
      mixinStandardHelpOptions = true,
      footer = {
        "  securechat admin audit bundle --as ines --out audit.zip",
        "  securechat verify audit.zip --ca certs/ca.pem"
      })
  int bundle(
      @Mixin AdminOptions admin,
      @Mixin PositionRangeOptions stretch,
      @Option(names = "--out", required = true, paramLabel = "FILE", description = "a new zip file")
          Path file)
      throws ClientException {
    return admin.open().download(AdminPath.of(AUDIT, "bundle").with(stretch.query()), file);
  }

  /** What is looked for. */
  static final class Filter {
    @Option(names = "--actor", paramLabel = "NAME", description = "who did it")
    private String actor;

    @Option(names = "--action", paramLabel = "ACTION", description = "such as user.disable")
    private String action;

    @Option(names = "--subject", paramLabel = "NAME", description = "to whom or what")
    private String subject;

    @Option(names = "--outcome", description = "success, failure or denied")
    private String outcome;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "from where")
    private String source;

    @Option(names = "--since", paramLabel = "TIME", description = "such as 2026-11-22T19:00:00Z")
    private String from;

    @Option(names = "--until", paramLabel = "TIME", description = "such as 2026-11-23T19:00:00Z")
    private String to;

    Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("actor", actor);
      parameters.put("action", action);
      parameters.put("subject", subject);
      parameters.put("outcome", outcome);
      parameters.put("source", source);
      parameters.put("since", from);
      parameters.put("until", to);
      return parameters;
    }
  }
}
