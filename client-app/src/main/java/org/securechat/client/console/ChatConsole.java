package org.securechat.client.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.InvitationList;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.name.Names;

/** Reads what is typed and does what it asks for. Confined to one thread. */
public final class ChatConsole {
  private static final Duration AT_THE_END = Duration.ofMinutes(2);

  private final Screen screen;
  private final MessageText text;
  private final NameCompleter names;
  private final SettingsFile preferences;
  private final ConsoleListener listener;
  private final Clock clock;
  private Conversation here;

  /** A console on that screen. */
  public ChatConsole(
      Screen screen, MessageText text, NameCompleter names, SettingsFile preferences, Clock clock) {
    this.screen = screen;
    this.text = text;
    this.names = names;
    this.preferences = preferences;
    this.clock = clock;
    this.listener =
        new ConsoleListener(
            screen, text, names, clock, user -> preferences.now().ignored().contains(user));
  }

  /**
   * Logs in, reads lines until the user leaves, and ends the session.
   *
   * @param room where to begin, if that is known
   * @param shutdown installs what happens if the process is told to end meanwhile
   * @return whether every receipt at the end was right
   */
  public boolean run(
      SessionSettings settings, Optional<String> room, ShutdownHookInstaller shutdown)
      throws ClientException, IOException {
    try (ChatSession open = ChatSession.open(settings, listener, true);
        WaitingLines lines = new WaitingLines(sender(open), listener);
        ReadStatements _ = ReadStatements.in(open, noted(open), clock)) {
      Path account = account(settings);
      here = new Conversation(listener, text, names, preferences, account, open, lines);
      try (ShutdownHook _ = shutdown.install(open)) {
        begin(open, room);
        talk();
        if (!here.isLeaving()) {
          // The end of a file, which says nothing of an outage.
          attempt(() -> lines.awaitEmpty(AT_THE_END));
        }
      }
      lines.stop();
      List<WaitingLines.Line> unsent = lines.lines();
      unsent.forEach(line ->
          screen.print(text.aside("not sent, as far as is known: " + SafeText.of(line.summary()))));
      screen.print("leaving …");
      List<ReceiptOutcome> receipts = open.bye();
      return unsent.isEmpty() && receipts.stream().allMatch(ReceiptOutcome::verified);
    }
  }

  private ReadPlan noted(ChatSession open) {
    ReadPlan plan = new ReadPlan(open.user(), room -> preferences.now().reads().contains(room));
    listener.noteShown(plan);
    return plan;
  }

  /** Where everything of that user and server is kept. */
  static Path account(SessionSettings settings) throws IOException {
    return settings.data().account(settings.connection().server().folderName(), settings.user());
  }

  /** Sends what waits in a session. */
  static WaitingLines.Sender sender(ChatSession session) {
    return new WaitingLines.Sender() {
      @Override
      public void send(WaitingLines.Line line) throws ClientException {
        if (line.user().isPresent()) {
          session.sendTo(line.user().get(), line.draft());
        } else {
          session.send(line.room(), line.draft());
        }
      }

      @Override
      public boolean isConnected() {
        return session.isConnected();
      }

      @Override
      public boolean awaitConnection(Duration limit) {
        return session.awaitConnection(limit);
      }
    };
  }

  /** Prepares a session for the end of the process. */
  @FunctionalInterface
  public interface ShutdownHookInstaller {
    /** From now on until the hook is closed, the session ends properly if the process must end. */
    ShutdownHook install(ChatSession session);
  }

  /** A shutdown hook that can be removed. */
  public interface ShutdownHook extends AutoCloseable {
    @Override
    void close();
  }

  private void talk() throws IOException {
    while (!here.isLeaving()) {
      Optional<String> line = screen.read(here.prompt());
      if (line.isEmpty()) {
        return;
      }
      doLine(line.get().strip());
    }
  }

  private void begin(ChatSession session, Optional<String> wanted) throws ClientException {
    screen.print("you are " + session.user() + "; /help lists the commands");
    preferences.faults().forEach(fault -> screen.print(text.aside(fault)));
    List<RoomInfo> rooms = session.rooms();
    listener.quietly(() -> {
      for (RoomInfo room : rooms) {
        names.room(room.name());
        if (room.member()) {
          session.follow(room.name());
        }
      }
    });
    int invitations = InvitationList.open(session).size();
    if (invitations > 0) {
      screen.print(
          "you are invited to "
              + invitations
              + (invitations == 1 ? " room" : " rooms")
              + "; /invitations lists them");
    }
    if (wanted.isPresent()) {
      attempt(() -> here.join(wanted.get()));
    } else {
      rooms.stream()
          .filter(room -> room.member() && !Names.isDirectRoom(room.name()))
          .findFirst()
          .ifPresent(room -> attempt(() -> here.enter(room.name())));
    }
  }

  private interface Attempt {
    void run() throws ClientException;
  }

  private void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (ClientException e) {
      listener.say(e);
    }
  }

  private void doLine(String line) {
    if (line.startsWith("//")) {
      attempt(() -> here.say(line.substring(1)));
    } else if (line.startsWith("/")) {
      doCommand(new TypedWords(line));
    } else if (!line.isEmpty()) {
      attempt(() -> here.say(line));
    }
  }

  private void doCommand(TypedWords words) {
    List<Verb> verbs = Verb.of(words.command());
    if (verbs.size() == 1) {
      attempt(() -> verbs.getFirst().run(here, words));
    } else if (verbs.isEmpty() || words.command().equals("/")) {
      screen.print(Verb.unknown(words.command()));
    } else {
      screen.print(Verb.ambiguous(words.command(), verbs));
    }
  }
}
