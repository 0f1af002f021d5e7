package org.securechat.client.console;

import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.ChatSession;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.name.Names;

/**
 * Where the user is, and what the console's commands share. Confined to the thread that reads what
 * is typed.
 */
final class Conversation {
  private static final int SHOWN_ON_ENTRY = 10;

  private final Screen screen;
  private final MessageText text;
  private final NameCompleter names;
  private final ConsoleListener listener;
  private final ChatSession session;
  private final WaitingLines lines;
  private boolean leaving;
  private boolean warned;

  Conversation(
      Screen screen,
      MessageText text,
      NameCompleter names,
      ConsoleListener listener,
      ChatSession session,
      WaitingLines lines) {
    this.screen = screen;
    this.text = text;
    this.names = names;
    this.listener = listener;
    this.session = session;
    this.lines = lines;
  }

  /** Whether the user wants to leave. */
  boolean isLeaving() {
    return leaving;
  }

  /** Leaves; the first time not, if something waits to be sent. */
  void quit() {
    int waiting = lines.lines().size();
    if (waiting > 0 && !warned) {
      warned = true;
      print(
          text.aside(
              (waiting == 1 ? "a line waits" : waiting + " lines wait")
                  + " to be sent; /quit again leaves without"));
    } else {
      leaving = true;
    }
  }

  ChatSession session() {
    return session;
  }

  ConsoleListener listener() {
    return listener;
  }

  /** The names that the user has seen, which can be completed. */
  NameCompleter names() {
    return names;
  }

  void print(String line) {
    screen.print(line);
  }

  String prompt() {
    return listener.room().map(this::shortName).orElse("(no room)") + "> ";
  }

  /** A direct room by the other user's name. */
  String shortName(String room) {
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

  /** Sends a message to the room that the user is in. */
  void say(String message) throws ClientException {
    String room = here();
    // The message is printed when its line has come back and has been checked.
    lines.say(new WaitingLines.Line(room, other(room), message));
  }

  /** Sends a message to one user. */
  void tell(String user, String message) throws ClientException {
    String room = Names.directRoom(session.user(), Identity.username(user));
    lines.say(new WaitingLines.Line(room, Optional.of(user), message));
  }

  /** Enters a room, as a new member if need be. */
  void join(String name) throws ClientException {
    Optional<RoomInfo> room = session.room(name);
    if (room.isEmpty()) {
      throw new ClientException(
          "there is no room '" + name + "' that you may enter",
          Names.isCreatedRoom(name)
              ? "Type /create " + name + " to create it."
              : "Names of rooms are lower case; /rooms lists the rooms.");
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
    Verb.learnMembers(this, name);
    history(SHOWN_ON_ENTRY);
  }

  /** Shows the last lines of the room that the user is in. */
  void history(int count) throws ClientException {
    session.recent(here(), count).forEach(listener::show);
  }
}
