package org.securechat.client.console;

import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;

/** What the console's commands do. Confined to the thread that reads what is typed. */
final class ConsoleActions {
  /** The lines that {@code /history} shows if it is told no number. */
  static final int HISTORY = 20;

  private static final int SHOWN_ON_ENTRY = 10;

  private final Screen screen;
  private final MessageText text;
  private final NameCompleter names;
  private final ConsoleListener listener;
  private final ChatSession session;
  private boolean leaving;

  ConsoleActions(
      Screen screen,
      MessageText text,
      NameCompleter names,
      ConsoleListener listener,
      ChatSession session) {
    this.screen = screen;
    this.text = text;
    this.names = names;
    this.listener = listener;
    this.session = session;
  }

  /** Whether the user wants to leave. */
  boolean isLeaving() {
    return leaving;
  }

  String prompt() {
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
    String[] parts = room.split(":", 0);
    return Optional.of(parts[1].equals(session.user()) ? parts[2] : parts[1]);
  }

  /** The room that the user is in. */
  String here() throws ClientException {
    return listener
        .room()
        .orElseThrow(() ->
            new ClientException(
                "you are in no room", "Type /join ROOM, /create ROOM or /msg USER."));
  }

  void help() {
    screen.print(Verb.list());
  }

  void quit() {
    leaving = true;
  }

  /** Sends a message to the room that the user is in. */
  void say(String message) throws ClientException {
    String room = here();
    Optional<String> user = other(room);
    if (!session.isConnected()) {
      screen.print(text.aside("no connection; waiting up to two minutes to send this"));
    }
    // The message is printed when its line has come back and has been checked.
    if (user.isPresent()) {
      session.sendTo(user.get(), message);
    } else {
      session.send(room, message);
    }
  }

  void rooms() throws ClientException {
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

  void who(String room) throws ClientException {
    for (Answer.Member member : session.who(room)) {
      names.user(member.name());
      screen.print("  " + member.name() + (member.online() ? "  online" : ""));
    }
  }

  void join(String name) throws ClientException {
    Optional<RoomInfo> room =
        session.rooms().stream().filter(info -> info.name().equals(name)).findFirst();
    if (room.isEmpty()) {
      throw new ClientException(
          "there is no room '" + name + "' that you may enter",
          "Type /create " + name + " to create it.");
    }
    if (!room.get().member()) {
      listener.quietly(() -> session.join(name));
    }
    enter(name);
  }

  /** Shows a room's last lines and sends what is typed to it from now on. */
  void enter(String name) throws ClientException {
    listener.quietly(() -> session.follow(name));
    listener.enter(name);
    names.room(name);
    for (Answer.Member member : session.who(name)) {
      names.user(member.name());
    }
    history(SHOWN_ON_ENTRY);
  }

  void create(String name, boolean closed) throws ClientException {
    session.create(name, closed ? Visibility.PRIVATE : Visibility.PUBLIC);
    enter(name);
  }

  void leave(String name) throws ClientException {
    session.leave(name);
    listener.left(name);
    screen.print("left " + shortName(name) + "; you keep its transcript");
  }

  void invite(String user, String room) throws ClientException {
    session.invite(room, user);
    screen.print("invited " + user + " to " + room);
  }

  /** Sends one user a message; without one, what is typed goes to that user from now on. */
  void message(String user, String message) throws ClientException {
    if (!message.isEmpty()) {
      session.sendTo(user, message);
    } else if (Names.isName(user)) {
      listener.enter(Names.directRoom(session.user(), user));
    } else {
      throw ChatSession.noUserName(user);
    }
  }

  void history(int count) throws ClientException {
    for (RoomMessage message : session.recent(here(), count)) {
      listener.show(message);
    }
  }

  /** Gets a receipt. The listener prints it, as every receipt. */
  void receipt(String room) throws ClientException {
    session.receipt(room);
  }
}
