package org.securechat.client.console;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.ReceiptOutcome;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionSettings;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;

/** Reads what is typed and does what it says. Confined to one thread. */
public final class ChatConsole {
  private static final int SHOWN_ON_ENTRY = 10;

  private final Screen screen;
  private final MessageText text;
  private final NameCompleter names;
  private final ConsoleListener listener;
  private ChatSession session;

  /** A console on that screen. */
  public ChatConsole(Screen screen, MessageText text, NameCompleter names, Clock clock) {
    this.screen = screen;
    this.text = text;
    this.names = names;
    this.listener = new ConsoleListener(screen, text, names, clock);
  }

  /**
   * Logs in, talks until the user leaves, and takes leave.
   *
   * @param room where to begin, if that is known
   * @param shutdown installs what happens if the process is told to end meanwhile
   * @return whether every receipt at the end was right
   */
  public boolean run(
      SessionSettings settings, Optional<String> room, ShutdownHookInstaller shutdown)
      throws ClientException, IOException {
    try (ChatSession open = ChatSession.open(settings, listener, true)) {
      session = open;
      try (ShutdownHook _ = shutdown.install(open)) {
        begin(room);
        talk();
      }
      screen.print("leaving …");
      List<ReceiptOutcome> receipts = session.bye();
      return receipts.stream().allMatch(ReceiptOutcome::verified);
    }
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
    Optional<String> line = screen.read(prompt());
    while (line.isPresent() && doLine(line.get().strip())) {
      line = screen.read(prompt());
    }
  }

  private void begin(Optional<String> wanted) throws ClientException {
    screen.print("you are " + session.user() + "; /help lists the commands");
    List<RoomInfo> rooms = session.rooms();
    listener.quietly(() -> {
      for (RoomInfo room : rooms) {
        names.room(room.name());
        if (room.member()) {
          session.follow(room.name());
        }
      }
    });
    if (wanted.isPresent()) {
      attempt(() -> join(wanted.get()));
    } else {
      rooms.stream()
          .filter(room -> room.member() && !Names.isDirectRoom(room.name()))
          .findFirst()
          .ifPresent(room -> attempt(() -> enter(room.name())));
    }
  }

  private String prompt() {
    return listener.room().map(this::shortName).orElse("(no room)") + "> ";
  }

  /** A direct room by the other user's name. */
  private String shortName(String room) {
    return other(room).map(user -> "@" + user).orElse(room);
  }

  private Optional<String> other(String room) {
    if (!Names.isDirectRoom(room)) {
      return Optional.empty();
    }
    String[] parts = room.split(":");
    return Optional.of(parts[1].equals(session.user()) ? parts[2] : parts[1]);
  }

  private interface Action {
    void run() throws ClientException;
  }

  private void attempt(Action action) {
    try {
      action.run();
    } catch (ClientException e) {
      listener.say(e);
    }
  }

  /** Does what the line says; false if it says to leave. */
  private boolean doLine(String line) {
    if (line.isEmpty()) {
      return true;
    }
    if (!line.startsWith("/")) {
      attempt(() -> say(line));
      return true;
    }
    String[] words = line.split("\\s+");
    Optional<Verb> verb = Verb.of(words[0]);
    if (verb.isEmpty()) {
      screen.print("no command " + words[0] + "; /help lists them");
      return true;
    }
    if (verb.get() == Verb.QUIT) {
      return false;
    }
    attempt(() -> perform(verb.get(), words, line));
    return true;
  }

  private void perform(Verb verb, String[] words, String line) throws ClientException {
    switch (verb) {
      case HELP:
        screen.print(Verb.help());
        break;
      case ROOMS:
        rooms();
        break;
      case WHO:
        who(words.length > 1 ? words[1] : here());
        break;
      case JOIN:
        join(argument(words, verb));
        break;
      case CREATE:
        create(argument(words, verb), words.length > 2 && words[2].equals("private"));
        break;
      case LEAVE:
        leave(words.length > 1 ? words[1] : here());
        break;
      case INVITE:
        invite(argument(words, verb), words.length > 2 ? words[2] : here());
        break;
      case MSG:
        message(argument(words, verb), line);
        break;
      case HISTORY:
        history(words.length > 1 ? number(words[1]) : 2 * SHOWN_ON_ENTRY);
        break;
      case RECEIPT:
        // The listener prints it, as every receipt.
        session.receipt(words.length > 1 ? words[1] : here());
        break;
      default:
        throw new IllegalStateException(verb.word());
    }
  }

  private static String argument(String[] words, Verb verb) throws ClientException {
    if (words.length < 2) {
      throw new ClientException(verb.word() + " needs a name", "See /help.");
    }
    return words[1];
  }

  private static int number(String word) throws ClientException {
    try {
      return Math.max(1, Integer.parseInt(word));
    } catch (NumberFormatException e) {
      throw new ClientException("'" + word + "' is not a number", e);
    }
  }

  private String here() throws ClientException {
    return listener
        .room()
        .orElseThrow(() ->
            new ClientException("you are in no room", "/join ROOM, /create ROOM or /msg USER"));
  }

  private void say(String words) throws ClientException {
    String room = here();
    Optional<String> user = other(room);
    if (!session.isConnected()) {
      screen.print(text.aside("no connection; this waits for it, up to two minutes"));
    }
    // What was said is printed when its line has been checked.
    if (user.isPresent()) {
      session.sendTo(user.get(), words);
    } else {
      session.send(room, words);
    }
  }

  private void rooms() throws ClientException {
    for (RoomInfo room : session.rooms()) {
      names.room(room.name());
      screen.print(
          String.format(
              "  %s %-24s %-8s %d lines",
              room.member() ? "*" : " ",
              shortName(room.name()),
              room.visibility().wireName(),
              room.position()));
    }
  }

  private void who(String room) throws ClientException {
    for (Answer.Member member : session.who(room)) {
      names.user(member.name());
      screen.print("  " + member.name() + (member.online() ? "  online" : ""));
    }
  }

  private void join(String name) throws ClientException {
    Optional<RoomInfo> room =
        session.rooms().stream().filter(info -> info.name().equals(name)).findFirst();
    if (room.isEmpty()) {
      throw new ClientException(
          "there is no room '" + name + "' for you", "/create " + name + " makes it");
    }
    if (!room.get().member()) {
      listener.quietly(() -> session.join(name));
    }
    enter(name);
  }

  private void enter(String name) throws ClientException {
    listener.quietly(() -> session.follow(name));
    listener.enter(name);
    names.room(name);
    for (Answer.Member member : session.who(name)) {
      names.user(member.name());
    }
    history(SHOWN_ON_ENTRY);
  }

  private void create(String name, boolean closed) throws ClientException {
    session.create(name, closed ? Visibility.PRIVATE : Visibility.PUBLIC);
    enter(name);
  }

  private void leave(String name) throws ClientException {
    session.leave(name);
    listener.left(name);
    screen.print("left " + shortName(name) + "; its transcript stays with you");
  }

  private void invite(String user, String room) throws ClientException {
    session.invite(room, user);
    screen.print("invited " + user + " to " + room);
  }

  private void message(String user, String line) throws ClientException {
    String[] parts = line.split("\\s+", 3);
    if (parts.length == 3) {
      session.sendTo(user, parts[2]);
    } else if (Names.isName(user)) {
      listener.enter(Names.directRoom(session.user(), user));
    } else {
      throw new ClientException("'" + user + "' is not a user's name");
    }
  }

  private void history(int count) throws ClientException {
    for (RoomMessage message : session.recent(here(), count)) {
      listener.show(message);
    }
  }
}
