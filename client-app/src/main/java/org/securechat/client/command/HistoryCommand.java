package org.securechat.client.command;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.command.options.TimeOptions;
import org.securechat.client.command.options.TimeRange;
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
      "The whole chain is verified. Lines that are not kept here are fetched from the server.",
      "With --since or --until only lines that were received in that time are printed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat history lobby --as bob",
      "  securechat history lobby --as bob --last 10",
      "  securechat history lobby --as bob --since 2026-11-01 --until 2026-11-30",
      "  securechat history --as bob --room dm:alice:bob --after 40 --json"
    })
final class HistoryCommand extends SessionCommand {
  private static final int USUAL = 50;

  @Mixin private RoomChoice room;

  @Option(
      names = "--last",
      paramLabel = "N",
      description =
          "the last N lines; with --after, the next N (default: 50, of a time all; 0 for all)")
  private Integer last;

  @Option(names = "--after", paramLabel = "N", description = "the lines after number N")
  private Long after;

  @Mixin private TimeOptions times;

  private TimeRange time;

  private final Queue<RoomMessage> broken = new ConcurrentLinkedQueue<>();

  @Override
  void check() {
    room.name(this);
    time = times.range();
    if ((last != null && last < 0) || (after != null && after < 0)) {
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
    List<RoomMessage> kept = kept(session, out, name);
    Map<Long, RoomMessage> faulty = new TreeMap<>();
    broken.forEach(message -> faulty.put(message.position(), message));
    for (RoomMessage message : kept) {
      // What was found wrong with a line when it came is not all to be seen in what is kept.
      RoomMessage first = faulty.remove(message.position());
      out.message(first == null ? message : first, false);
    }
    // A line that has no place in the chain is not kept, and is not to be passed over either.
    faulty.values().forEach(message -> out.message(message, false));
  }

  private List<RoomMessage> kept(ChatSession session, Output out, String name)
      throws ClientException {
    long first = after == null ? 1 : after + 1;
    long end = Long.MAX_VALUE;
    if (time.isLimited()) {
      KeptLines lines = KeptLines.of(archive(name), time);
      lines.print(out, name, time);
      first = Math.max(first, lines.first());
      end = lines.last();
    }
    int usual = time.isLimited() ? 0 : USUAL;
    int wanted = last == null ? usual : last;
    if (wanted == 0) {
      return session.range(name, first, end);
    }
    if (after != null) {
      return session.range(name, first, Math.min(end, first + wanted - 1));
    }
    end = Math.min(end, session.head(name).position());
    return session.range(name, Math.max(first, end - wanted + 1), end);
  }
}
