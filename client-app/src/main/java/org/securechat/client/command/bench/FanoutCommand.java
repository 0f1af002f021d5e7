package org.securechat.client.command.bench;

import java.util.concurrent.Callable;
import org.securechat.client.ClientException;
import org.securechat.client.bench.BenchKind;
import org.securechat.client.bench.TrafficPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench fanout}. */
@Command(
    name = "fanout",
    description = {
      "Talk in rooms, and see that every member gets every message.",
      "",
      "Each member has a connection and is in one room. A delivery is a message at",
      "one other member; the sender's own acknowledgement is not counted as one.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat bench fanout --pki bench-pki",
      "  securechat bench fanout --pki bench-pki --rooms 1 --members 500 --rate 50"
    })
final class FanoutCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  @Mixin private BenchOptions options;
  @Mixin private MessageOptions messages;
  @Mixin private WindowOption window;

  @Option(
      names = "--rooms",
      paramLabel = "N",
      defaultValue = "10",
      description = "rooms (default: ${DEFAULT-VALUE})")
  private int rooms;

  @Option(
      names = "--members",
      paramLabel = "N",
      defaultValue = "20",
      description = "members of each room (default: ${DEFAULT-VALUE})")
  private int members;

  @Option(
      names = "--senders",
      paramLabel = "N",
      defaultValue = "1",
      description = "members of each room who talk (default: ${DEFAULT-VALUE})")
  private int senders;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ClientException {
    return options.run(spec, plan());
  }

  private TrafficPlan plan() {
    BenchOptions.within(spec, "--rooms", rooms, MOST);
    BenchOptions.within(spec, "--members", members, MOST);
    if (members < 2 || (long) rooms * members > MOST) {
      throw new ParameterException(
          spec.commandLine(),
          "a room has 2 members or more, and all rooms have " + MOST + " at most");
    }
    return new TrafficPlan(
        BenchKind.FANOUT,
        rooms,
        members,
        BenchOptions.within(spec, "--senders", senders, members),
        false,
        messages.size(spec),
        window.window(spec),
        false,
        messages.rate(spec),
        messages.presign(spec),
        messages.extent(spec));
  }
}
