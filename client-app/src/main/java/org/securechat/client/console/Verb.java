package org.securechat.client.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.securechat.client.ClientException;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.InvitationList;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;

/** The console's commands, in the order of {@code /help}. All that is known of one is here. */
enum Verb {
  HELP("", "show this list", (here, _) -> here.print(list())),
  ROOMS("", "list the rooms that you may see", (here, _) -> rooms(here)),
  WHO(
      "[ROOM]",
      "list the members of the room",
      (here, words) -> who(here, words.orElse(1, here::here))),
  JOIN(
      "ROOM",
      "become a member of the room, or go there",
      (here, words) -> here.join(words.needed(1))),
  CREATE(
      "ROOM [private]",
      "create a room",
      (here, words) -> create(here, words.needed(1), words.has(2, "private"))),
  LEAVE(
      "[ROOM]",
      "end your membership of the room",
      (here, words) -> leave(here, words.orElse(1, here::here))),
  INVITE(
      "USER [ROOM]",
      "let a user into the room",
      (here, words) -> invite(here, words.needed(1), words.orElse(2, here::here))),
  INVITATIONS("", "list the rooms that you are invited to", (here, _) -> invitations(here)),
  DECLINE(
      "ROOM", "take an invitation off the list", (here, words) -> decline(here, words.needed(1))),
  BLOCK(
      "USER",
      "let a user neither invite you nor begin a conversation",
      (here, words) -> block(here, words.needed(1))),
  UNBLOCK("USER", "let the user do so again", (here, words) -> unblock(here, words.needed(1))),
  BLOCKED("", "list the users whom you have blocked", (here, _) -> blocked(here)),
  MSG(
      "USER [TEXT]",
      "send a message to one user; without TEXT, go on talking to that user",
      (here, words) -> message(here, words.needed(1), words.after(2))),
  HISTORY(
      "[N]",
      "show the last N lines and check them again",
      (here, words) -> here.history(words.number(1, 20))),
  RECEIPT(
      "[ROOM]",
      "get a signed receipt and compare it with what you saw",
      // The listener prints it, as every receipt.
      (here, words) -> here.session().receipt(words.orElse(1, here::here))),
  QUIT("", "leave the chat; a receipt for every room is kept", (here, _) -> here.quit());

  private final String arguments;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // an action has no state
  private final Action action;

  Verb(String arguments, String description, Action action) {
    this.arguments = arguments;
    this.description = description;
    this.action = action;
  }

  private interface Action {
    void run(Conversation here, TypedWords words) throws ClientException;
  }

  /** Does what the words ask for. */
  void run(Conversation here, TypedWords words) throws ClientException {
    action.run(here, words);
  }

  String word() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  /** Whether its argument at that place, counted from 1, is a user. */
  boolean takesUser(int place) {
    return argument(place).equals("USER");
  }

  /** Whether its argument at that place, counted from 1, is a room. */
  boolean takesRoom(int place) {
    return argument(place).equals("ROOM");
  }

  private String argument(int place) {
    String[] all = arguments.replaceAll("[\\[\\]]", "").split(" ", 0);
    return place <= all.length ? all[place - 1] : "";
  }

  /** The verbs that the word can mean: the one with that name, or all that begin so. */
  static List<Verb> of(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    List<Verb> candidates =
        Arrays.stream(values()).filter(verb -> verb.word().startsWith(wanted)).toList();
    return candidates.stream()
        .filter(verb -> verb.word().equals(wanted))
        .findFirst()
        .map(List::of)
        .orElse(candidates);
  }

  /** A line for each verb. */
  private static String list() {
    StringBuilder text = new StringBuilder();
    for (Verb verb : values()) {
      text.append(
          String.format("  %-26s %s%n", verb.word() + " " + verb.arguments, verb.description));
    }
    return text.append("Everything else is sent to the room. To begin a message with a slash, type")
        .append(" it twice: //")
        .toString();
  }

  private static void rooms(Conversation here) throws ClientException {
    for (RoomInfo room : here.session().rooms()) {
      here.names().room(room.name());
      here.print(
          String.format(
              "  %s %-24s %-8s %d lines",
              room.member() ? "*" : " ",
              here.shortName(room.name()),
              room.visibility().wireName(),
              room.position()));
    }
  }

  private static void who(Conversation here, String room) throws ClientException {
    for (Answer.Member member : learnMembers(here, room)) {
      here.print("  " + member.name() + (member.online() ? "  online" : ""));
    }
  }

  /** Asks for the members of a room; from now on, their names can be completed. */
  static List<Answer.Member> learnMembers(Conversation here, String room) throws ClientException {
    List<Answer.Member> members =
        here.session().ask(id -> new Request.Who(id, room), Answer.WhoAnswer.class).users();
    members.forEach(member -> here.names().user(member.name()));
    return members;
  }

  private static void create(Conversation here, String name, boolean closed)
      throws ClientException {
    here.session().create(name, closed ? Visibility.PRIVATE : Visibility.PUBLIC);
    here.enter(name);
  }

  private static void leave(Conversation here, String name) throws ClientException {
    here.session().leave(name);
    here.listener().left(name);
    here.print("left " + here.shortName(name) + "; you keep its transcript");
  }

  private static void invite(Conversation here, String user, String room) throws ClientException {
    here.session().invite(room, user);
    here.print("invited " + user + " to " + room);
  }

  private static void invitations(Conversation here) throws ClientException {
    List<Answer.Invited> open = InvitationList.open(here.session());
    for (Answer.Invited invited : open) {
      here.names().room(invited.room());
      here.print(String.format("  %-24s by %s", invited.room(), invited.by()));
    }
    here.print(open.isEmpty() ? "no invitations" : "/join ROOM accepts, /decline ROOM declines");
  }

  private static void decline(Conversation here, String room) throws ClientException {
    InvitationList.decline(here.session(), room);
    here.print("declined the invitation to " + room);
  }

  private static void block(Conversation here, String user) throws ClientException {
    InvitationList.block(here.session(), user);
    here.print("blocked " + user + "; /unblock " + user + " takes it back");
  }

  private static void unblock(Conversation here, String user) throws ClientException {
    InvitationList.unblock(here.session(), user);
    here.print("unblocked " + user);
  }

  private static void blocked(Conversation here) throws ClientException {
    List<String> users = InvitationList.blocked(here.session());
    users.forEach(user -> here.print("  " + user));
    if (users.isEmpty()) {
      here.print("no users blocked");
    }
  }

  /** Sends one user a message; without one, what is typed goes to that user from now on. */
  private static void message(Conversation here, String user, String message)
      throws ClientException {
    if (!message.isEmpty()) {
      here.tell(user, message);
    } else {
      here.listener().enter(Names.directRoom(here.session().user(), Identity.username(user)));
    }
  }
}
