package org.securechat.client.command;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code history}. */
@Command(
    name = "history",
    description = {
      "Print the messages of a room, and check each line.",
      "The whole chain is verified. Lines that are not kept here are fetched from the server."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat history lobby --as bob",
      "  securechat history lobby --as bob --last 10",
      "  securechat history --as bob --room dm:alice:bob --after 40 --json"
    })
final class HistoryCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Option(
      names = {"--last", "--count"},
      paramLabel = "N",
      defaultValue = "50",
      description =
          "the last N lines; with --after, the next N (default: ${DEFAULT-VALUE}; 0 for all)")
  private int last;

  @Option(names = "--after", paramLabel = "N", description = "the lines after number N")
  private Long after;

  private final Queue<RoomMessage> broken = new ConcurrentLinkedQueue<>();

  @Override
  void check() {
    room.name(this);
    if (last < 0 || (after != null && after < 0)) {
      throw usage("--last and --after must not be negative");
    }
  }

  @Override
  SessionListener listener(Output out) {
    return new Alarms(out) {
      @Override
      public void message(RoomMessage message) {
        if (!message.verified()) {
          broken.add(message);
        }
      }
    };
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    String name = room.name(this);
    session.follow(name);
    int wanted = last == 0 ? Integer.MAX_VALUE : last;
    List<RoomMessage> kept =
        after == null
            ? session.recent(name, wanted)
            : session.range(name, after + 1, after + wanted);
    kept.forEach(message -> out.message(message, false));
    // A line that has no place in the chain is not kept, and is not to be passed over either.
    broken.stream()
        .filter(message -> kept.stream().noneMatch(k -> k.position() == message.position()))
        .forEach(message -> out.message(message, false));
  }
}
