package org.securechat.client.command.bench;

import java.util.List;
import org.securechat.client.command.options.CommandEntry;
import org.securechat.client.command.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code bench}. */
@Command(
    name = "bench",
    description = {
      "Put load on a server that is there for that, and see what it costs.",
      "",
      "Many users in one process speak the real protocol. Every message is accounted",
      "for: acknowledged once, delivered once to each member, in order, unaltered.",
      "What did not hold is listed, and the exit code is 1.",
      "",
      "The server needs an authority whose key is in the folder of --pki: users are",
      "made with it, once, and kept. They and their rooms stay in the server's record,",
      "so use a server of its own.",
      ""
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  securechat up --data bench-data --pki bench-pki",
      "  securechat bench all --pki bench-pki",
      "  securechat bench fanout --pki bench-pki --rooms 10 --members 20 --json",
      "  securechat bench ingest --pki bench-pki --number 20000 --presign"
    })
public final class BenchCommand extends CommandGroup {
  private static final List<CommandEntry> COMMANDS =
      List.of(
          new CommandEntry("login", BenchLoginCommand::new),
          new CommandEntry("fanout", FanoutCommand::new),
          new CommandEntry("latency", LatencyCommand::new),
          new CommandEntry("ingest", IngestCommand::new),
          new CommandEntry("idle", IdleCommand::new),
          new CommandEntry("all", BenchAllCommand::new));

  @Override
  protected List<CommandEntry> commands() {
    return COMMANDS;
  }
}
