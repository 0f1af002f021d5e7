package org.securechat.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.text.MessageJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code listen}. */
@Command(
    name = "listen",
    description = {
      "Print the messages of a room as they come, and check each line.",
      "After a lost connection it connects again, without a gap or a repetition.",
      "Exit code 1 if a line does not hold, or if --timeout ends before --count is reached."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat listen --as bob --room lobby",
      "  securechat listen --as bob --room lobby --count 1 --timeout 30 --json"
    })
final class ListenCommand extends SessionCommand {
  @Mixin private RoomChoice room;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "leave after N messages (events are not counted)")
  private Integer count;

  @Option(names = "--timeout", paramLabel = "S", description = "leave after S seconds")
  private Long timeout;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "0",
      description = "first print the last N lines")
  private int last;

  private final Semaphore heard = new Semaphore(0);

  /** What came by itself before this command had begun to listen; guarded by itself. */
  private final List<RoomMessage> early = new ArrayList<>();

  private volatile boolean listening;
  private volatile ClientException over;

  @Override
  void check() {
    room.name(this);
    if ((count != null && count < 1) || (timeout != null && timeout < 0) || last < 0) {
      throw usage("--count must be at least 1; --timeout and --last must not be negative");
    }
  }

  @Override
  boolean reconnects() {
    return true;
  }

  @Override
  SessionListener listener(Output out) {
    return new Alarms(out) {
      @Override
      public void message(RoomMessage message) {
        synchronized (early) {
          if (listening || !message.verified()) {
            tell(out, message);
          } else if (message.live()) {
            early.add(message);
          }
        }
      }

      @Override
      public void connection(Link link, Optional<ClientException> why) {
        if (link == Link.GIVEN_UP) {
          over = why.orElse(new ClientException("disconnected"));
          heard.release(Integer.MAX_VALUE / 2);
        } else {
          super.connection(link, why);
        }
      }
    };
  }

  @Override
  void run(ChatSession session, Output out) throws ClientException {
    String name = room.name(this);
    session.follow(name);
    long told = 0;
    if (last > 0) {
      for (RoomMessage message : session.recent(name, last)) {
        out.message(message, false);
        told = message.position();
      }
    }
    beginToListen(out, told);
    out.print(MessageJson.event("listening").put("room", name), "(listening to " + name + ")");
    boolean enough;
    try (ShutdownReceipts _ =
        new ShutdownReceipts(session, receipts -> receipts.forEach(out::receipt))) {
      enough = await();
    }
    if (over != null) {
      throw over;
    }
    session.bye().forEach(out::receipt);
    out.note(enough || count == null);
  }

  /** From here on everything is told as it comes, first what came since the room was entered. */
  private void beginToListen(Output out, long told) {
    synchronized (early) {
      listening = true;
      early.stream()
          .filter(message -> message.position() > told)
          .forEach(message -> tell(out, message));
      early.clear();
    }
  }

  private void tell(Output out, RoomMessage message) {
    out.message(message, false);
    if (listening && message.body().isSentByUser()) {
      heard.release();
    }
  }

  private boolean await() throws ClientException {
    int wanted = count == null ? Integer.MAX_VALUE / 4 : count;
    try {
      if (timeout == null) {
        heard.acquire(wanted);
        return true;
      }
      return heard.tryAcquire(wanted, timeout, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ClientException("interrupted");
    }
  }
}
