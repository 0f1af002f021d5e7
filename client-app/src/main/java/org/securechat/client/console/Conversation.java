package org.securechat.client.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.console.settings.SettingsFile;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Draft;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.text.MessageText;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.name.Names;

/**
 * Where the user is, and what the console's commands share. Confined to the thread that reads what
 * is typed.
 */
final class Conversation {
  private final Front front;
  private final MessageText text;
  private final NameCompleter names;
  private final SettingsFile settings;
  private final Path account;
  private final ChatSession session;
  private final WaitingLines lines;
  private boolean leaving;
  private boolean warned;

  /**
   * A conversation that begins in no room.
   *
   * @param account where everything of this user and server is kept
   */
  Conversation(
      Front front,
      MessageText text,
      NameCompleter names,
      SettingsFile settings,
      Path account,
      ChatSession session,
      WaitingLines lines) {
    this.front = front;
    this.text = text;
    this.names = names;
    this.settings = settings;
    this.account = account;
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

  Front front() {
    return front;
  }

  /** What the user has chosen for the console. */
  SettingsFile settings() {
    return settings;
  }

  /** Where everything of this user and server is kept. */
  Path account() {
    return account;
  }

  /** How messages look in lines. */
  MessageText text() {
    return text;
  }

  /** The names that the user has seen, which can be completed. */
  NameCompleter names() {
    return names;
  }

  void print(String line) {
    front.print(line);
  }

  String prompt() {
    return front.room().map(this::shortName).orElse("(no room)") + "> ";
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
    return front
        .room()
        .orElseThrow(() ->
            new ClientException(
                "you are in no room", "Type /join ROOM, /create ROOM or /msg USER."));
  }

  /** Sends a message to the room that the user is in. */
  void say(String message) throws ClientException {
    say(Draft.say(message));
  }

  /** Sends something to the room that the user is in. */
  void say(Draft draft) throws ClientException {
    say(here(), draft);
  }

  /** Sends something to a room. Thread-safe. */
  void say(String room, Draft draft) throws ClientException {
    // The message is printed when its line has come back and has been checked.
    front.send(lines, new WaitingLines.Line(room, other(room), draft));
  }

  /** Sends a message to one user. */
  void tell(String user, String message) throws ClientException {
    String room = Names.directRoom(session.user(), Identity.username(user));
    front.send(lines, new WaitingLines.Line(room, Optional.of(user), Draft.say(message)));
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
      front.quietly(() -> session.join(name));
    }
    enter(name);
  }

  /** Shows a room's last lines and sends what is typed to it from now on. */
  void enter(String name) throws ClientException {
    front.quietly(() -> session.follow(name));
    front.enter(name);
    names.room(name);
    Verb.learnMembers(this, name);
    Optional<RoomInfo> room = session.room(name);
    room.ifPresent(info -> front.topic(name, info.terms().topic()));
    room.ifPresent(info -> Moderating.introduce(this, info));
    if (front.shownOnEntry() > 0) {
      history(front.shownOnEntry());
    }
  }

  /** Shows the last lines of the room that the user is in. */
  void history(int count) throws ClientException {
    List<RoomMessage> recent = session.recent(here(), count);
    recent.forEach(front::show);
    if (front.shownOnEntry() == 0) {
      // There they stand where they stood.
      boolean good = recent.stream().allMatch(RoomMessage::verified);
      print(recent.size() + " lines checked again" + (good ? "; all hold" : "; NOT all hold"));
    }
  }
}
