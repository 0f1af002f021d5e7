package org.securechat.client.bot;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.securechat.client.ClientException;
import org.securechat.client.listening.ResumeFile;
import org.securechat.client.listening.ResumePoint;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.session.TranscriptFinding;

/**
 * A program that takes part in rooms, as a user whom the server knows as a bot.
 *
 * @param rooms their names
 * @param positions the folder in which it is kept what the program was done with, a file for each
 *     room
 * @param command the program and its arguments; empty for the other end of standard input and
 *     output
 * @param environment variables that the program gets beside the usual ones
 * @param aMinute how many lines it may say in a minute
 */
public record Bot(
    List<String> rooms,
    Path positions,
    List<String> command,
    Set<String> environment,
    int aMinute) {

  /** Copies the lists. */
  public Bot {
    rooms = List.copyOf(rooms);
    command = List.copyOf(command);
    environment = Set.copyOf(environment);
  }

  /** Whether a variable can hold a secret of this program, and is never given to another. */
  public static boolean isSecret(String variable) {
    return ChildProgram.isOurs(variable);
  }

  /**
   * Logs in and runs the program until it ends with exit code 0, or there is no connection any
   * more.
   *
   * @param log is told what happens
   * @throws ClientException if the user is no bot, or the program cannot be started
   */
  public void run(SessionSettings settings, InputStream in, OutputStream out, Consumer<String> log)
      throws ClientException {
    Hearing hearing = new Hearing(log);
    try (ChatSession session = ChatSession.open(settings, hearing, false)) {
      if (!session.isBot()) {
        throw new ClientException(
            session.user() + " is not a bot",
            "Have an administrator mark the account: 'securechat admin users mark-bot "
                + session.user()
                + "'. Then each of its lines says that a program has said it.");
      }
      List<BotRoom> open = new ArrayList<>();
      for (String room : rooms) {
        open.add(open(session, room));
      }
      BotBridge bridge =
          new BotBridge(
              session,
              open,
              () ->
                  command.isEmpty()
                      ? new OwnStreams(in, out)
                      : ChildProgram.start(command, environment),
              new Allowance(aMinute, Clock.systemUTC()),
              log);
      hearing.begin(bridge);
      Thread hook = new Thread(bridge::end, "securechat-bot-end");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        bridge.run();
        session.bye();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        remove(hook);
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending already.
      return;
    }
  }

  /** Goes on where the program was; the first time, with what comes from now on. */
  private BotRoom open(ChatSession session, String name) throws ClientException {
    session.follow(name);
    ResumeFile file = new ResumeFile(positions.resolve(name.replace(':', '_') + ".at"));
    Optional<ResumePoint> kept = file.read();
    String id = session.roomId(name);
    if (kept.isPresent()) {
      file.insist(kept.get(), name, id, session.chainAt(name, kept.get().position()));
      return new BotRoom(name, session.user(), file, kept.get());
    }
    var head = session.head(name);
    ResumePoint now = new ResumePoint(name, id, head.position(), head.chain());
    file.write(now);
    return new BotRoom(name, session.user(), file, now);
  }

  /** Tells what does not hold, and wakes the bridge. */
  private static final class Hearing implements SessionListener {
    private final Consumer<String> log;
    private final List<RoomMessage> early = new ArrayList<>();
    private Optional<BotBridge> bridge = Optional.empty();

    Hearing(Consumer<String> log) {
      this.log = log;
    }

    synchronized void begin(BotBridge made) {
      bridge = Optional.of(made);
      early.forEach(made::heard);
      early.clear();
    }

    @Override
    public synchronized void message(RoomMessage message) {
      if (!message.verified()) {
        log.accept(
            "line " + message.position() + " of " + message.room() + ": " + message.reasons());
      }
      if (bridge.isPresent()) {
        bridge.get().heard(message);
      } else if (!message.verified()) {
        early.add(message);
      }
    }

    @Override
    public void alarm(String room, TranscriptFinding finding) {
      log.accept(room + ": " + finding);
    }

    @Override
    public void trouble(ClientException problem) {
      log.accept(String.valueOf(problem.getMessage()));
    }

    @Override
    public synchronized void connection(Link link, Optional<ClientException> why) {
      if (link == Link.GIVEN_UP) {
        ClientException end = why.orElse(new ClientException("disconnected"));
        bridge.ifPresent(one -> one.fail(end));
      } else if (link == Link.LOST) {
        log.accept("connection lost");
      } else {
        log.accept("connected again");
      }
    }
  }
}
