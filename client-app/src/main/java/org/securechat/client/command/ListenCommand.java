package org.securechat.client.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.securechat.client.ClientException;
import org.securechat.client.command.options.Output;
import org.securechat.client.listening.LinesInOrder;
import org.securechat.client.listening.ResumeFile;
import org.securechat.client.listening.ResumePoint;
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
      "With --resume the next run goes on after the last line that was printed, and prints first"
          + " what was missed; --timeout 0 prints that alone. The first run begins with what comes"
          + " from then on. A line is printed before FILE is written: if the program is killed"
          + " between the two, that one line is printed once more. Use a FILE for one room and one"
          + " run at a time.",
      "Exit code 1 if a line does not hold, or if --timeout ends before --count is reached."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  securechat listen --as bob --room lobby",
      "  securechat listen --as bob --room lobby --count 1 --timeout 30 --json",
      "  securechat listen --as robot --room alarms --resume alarms.at --json"
    })
final class ListenCommand extends SessionCommand {
  /** Missed lines that are read at once. */
  private static final int PAGE = 500;

  @Mixin private RoomChoice room;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "leave after N messages (events are not counted; what was missed is)")
  private Integer count;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      description = "leave after S seconds, which begin when what was missed is printed")
  private Long timeout;

  @Option(names = "--last", paramLabel = "N", description = "first print the last N lines")
  private Integer last;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description = "keep in FILE up to where lines were printed, and go on there")
  private Path file;

  private final Semaphore heard = new Semaphore(0);
  private Optional<ResumeFile> resume = Optional.empty();
  private Optional<ResumePoint> point = Optional.empty();
  private LinesInOrder lines;

  /** Lines up to there are not counted; set before the first is told. */
  private volatile long uncounted = Long.MAX_VALUE;

  /** How many messages were counted. Guarded by the lines, which are told one at a time. */
  private long counted;

  /** Why it ends before it was to. */
  private final AtomicReference<ClientException> over = new AtomicReference<>();

  @Override
  void check() throws ClientException {
    String name = room.name(this);
    if ((count != null && count < 1) || (timeout != null && timeout < 0)) {
      throw usage("--count must be at least 1; --timeout must not be negative");
    }
    if (last != null && (last < 0 || file != null)) {
      throw usage(
          last < 0
              ? "--last must not be negative"
              : "--resume goes on where it was: give no --last with it");
    }
    if (file != null) {
      resume = Optional.of(new ResumeFile(file));
      point = resume.get().read();
      if (point.isPresent()) {
        resume.get().insistOnName(point.get(), name);
      }
    }
  }

  @Override
  boolean reconnects() {
    return true;
  }

  @Override
  SessionListener listener(Output out) {
    lines =
        new LinesInOrder(
            new SessionListener() {
              @Override
              public void message(RoomMessage message, Optional<String> chain) {
                tell(out, message, chain);
              }
            });
    return new Alarms(out) {
      @Override
      public void message(RoomMessage message, Optional<String> chain) {
        lines.message(message, chain);
      }

      @Override
      public void connection(Link link, Optional<ClientException> why) {
        if (link == Link.GIVEN_UP) {
          fail(why.orElse(new ClientException("disconnected")));
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
    lines.begin(beginning(session, name));
    int missed = PAGE;
    while (missed > 0 && !lines.isEnded()) {
      missed = session.replay(name, lines.position(), PAGE, lines::replayed);
    }
    if (over.get() == null) {
      out.print(MessageJson.event("listening").put("room", name), "(listening to " + name + ")");
    }
    boolean enough;
    try (ShutdownReceipts _ =
        new ShutdownReceipts(session, receipts -> receipts.forEach(out::receipt))) {
      enough = await();
    }
    if (over.get() != null) {
      throw over.get();
    }
    session.bye().forEach(out::receipt);
    out.note(enough || count == null);
  }

  /** After which line to begin. */
  private long beginning(ChatSession session, String name) throws ClientException {
    long now = lines.beforeLive(session.head(name).position());
    if (resume.isEmpty()) {
      uncounted = now;
      return Math.max(0, now - (last == null ? 0 : last));
    }
    String id = session.roomId(name);
    if (point.isPresent()) {
      long position = point.get().position();
      resume.get().insist(point.get(), name, id, session.chainAt(name, position));
    } else {
      // Written before the first line comes, so that none of those that follow is missed.
      keep(new ResumePoint(name, id, now, session.chainAt(name, now).orElseThrow()));
    }
    uncounted = point.get().position();
    return uncounted;
  }

  private void keep(ResumePoint next) throws ClientException {
    resume.get().write(next);
    point = Optional.of(next);
  }

  /** Prints a line, and only then notes that it was printed. */
  private void tell(Output out, RoomMessage message, Optional<String> chain) {
    out.message(message, false);
    if (!out.isWritten()) {
      fail(
          new ClientException(
              "what is printed cannot be written", "Does the program still run that reads it?"));
      return;
    }
    try {
      if (resume.isPresent() && chain.isPresent()) {
        advance(message.position(), chain.get());
      }
    } catch (ClientException e) {
      fail(e);
      return;
    }
    if (message.body().isSentByUser() && message.position() > uncounted) {
      counted++;
      heard.release();
      if (count != null && counted >= count) {
        lines.end();
      }
    }
  }

  private void advance(long position, String chain) throws ClientException {
    ResumePoint before = point.orElseThrow();
    if (position <= before.position()) {
      throw new ClientException(
          "room " + before.room() + " was made anew: this is not the room that " + file + " is of",
          "Name another file to begin with this room.");
    }
    keep(new ResumePoint(before.room(), before.id(), position, chain));
  }

  /** Ends everything with that. */
  private void fail(ClientException why) {
    if (over.compareAndSet(null, why)) {
      lines.end();
      heard.release(Integer.MAX_VALUE / 2);
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
