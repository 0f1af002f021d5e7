package org.securechat.client.console;

import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.application.RoomRole;

/** What the console's commands show, and where: line by line or on a full screen. */
interface Front {
  /** Something during which old messages are taken in and not printed. */
  interface Step {
    void run() throws ClientException;
  }

  /** Does that without printing what it brings. */
  void quietly(Step step) throws ClientException;

  /** The room that the command is about if it names none. */
  Optional<String> room();

  /** Goes to a room. */
  void enter(String name);

  /** The user has left a room. */
  void left(String name);

  /** Lines of a room that are shown when it is entered; 0 if they are shown anyway. */
  int shownOnEntry();

  /** Prints one or more lines. */
  void print(String text);

  /** Shows a line that was checked again. */
  void show(RoomMessage message);

  /** Says what went wrong. */
  void say(ClientException problem);

  /** These are the members of a room. */
  void members(String name, List<Present> members);

  /** This is the topic of a room; empty for none. */
  void topic(String name, String topic);

  /** A member of a room, and whether they are there now. */
  record Present(String name, boolean online, RoomRole role, boolean isBot) {}

  /**
   * Has a line sent.
   *
   * @throws ClientException if it is known at once that it was not
   */
  void send(WaitingLines lines, WaitingLines.Line line) throws ClientException;
}
