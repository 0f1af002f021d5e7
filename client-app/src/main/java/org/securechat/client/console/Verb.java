package org.securechat.client.console;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jline.utils.Levenshtein;
import org.securechat.client.ClientException;
import org.securechat.client.SafeText;
import org.securechat.client.console.screen.KeyAction;
import org.securechat.client.identity.Identity;
import org.securechat.client.session.ChatSession;
import org.securechat.client.session.Draft;
import org.securechat.client.session.InvitationList;
import org.securechat.client.session.MessageBody;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.ModerationPayload.Event;
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
      "ROOM [private|announced]",
      "create a room; an announced one is found by all and entered by invitation",
      (here, words) -> create(here, words.needed(1), words.orElse(2, () -> "public"))),
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
  REPLY(
      "N TEXT",
      "answer line N",
      (here, words) -> here.say(Draft.reply(words.line(1), words.text(2)))),
  EDIT(
      "N TEXT",
      "let your line N read TEXT; both stay in the record",
      (here, words) -> here.say(Draft.edit(words.line(1), words.text(2)))),
  RETRACT(
      "N",
      "take your line N back; it stays in the record",
      (here, words) -> here.say(Draft.retract(words.line(1)))),
  REACT(
      "N SYMBOL",
      "give a symbol to line N, such as +1",
      (here, words) -> here.say(Draft.react(words.line(1), words.text(2)))),
  UNREACT(
      "N SYMBOL",
      "withdraw the symbol",
      (here, words) -> here.say(Draft.withdraw(words.line(1), words.text(2)))),
  REMOVE(
      "N [REASON]",
      "take line N out of a room that you moderate; what it said is erased",
      (here, words) -> here.say(Draft.remove(words.line(1), words.after(2)))),
  TOPIC(
      "[TEXT]",
      "show the room's topic, or set it; - removes it",
      (here, words) -> Moderating.text(here, Event.TOPIC, words.after(1))),
  RULES(
      "[TEXT]",
      "show the room's rules, or set them; - removes them",
      (here, words) -> Moderating.text(here, Event.RULES, words.after(1))),
  PINS("", "list the pinned messages", (here, _) -> Moderating.pins(here)),
  PIN(
      "N",
      "show line N to all who come",
      (here, words) -> Moderating.pin(here, words.line(1), true)),
  UNPIN("N", "take the pin away", (here, words) -> Moderating.pin(here, words.line(1), false)),
  MODERATOR(
      "USER on|off",
      "make a member a moderator of your room, or an ordinary member again",
      (here, words) -> Moderating.moderator(here, words)),
  OWNER(
      "USER",
      "hand your room over to a member; you moderate it from then on",
      (here, words) -> Moderating.user(here, Event.OWNER, words)),
  KICK(
      "USER [REASON]",
      "take a user out of the room",
      (here, words) -> Moderating.user(here, Event.KICKED, words)),
  BAN(
      "USER [SPAN] [REASON]",
      "keep a user out of the room; for a SPAN such as 30m, 12h or 7d",
      (here, words) -> Moderating.forATime(here, Event.BANNED, words)),
  UNBAN("USER", "lift the ban", (here, words) -> Moderating.user(here, Event.UNBANNED, words)),
  MUTE(
      "USER [SPAN] [REASON]",
      "let a user read and not write; for a SPAN such as 30m, 12h or 7d",
      (here, words) -> Moderating.forATime(here, Event.MUTED, words)),
  UNMUTE(
      "USER",
      "let the user write again",
      (here, words) -> Moderating.user(here, Event.UNMUTED, words)),
  SLOW(
      "SECONDS|off",
      "so long an ordinary member waits between two messages",
      (here, words) -> Moderating.slow(here, words.orElse(1, () -> ""))),
  READONLY(
      "on|off",
      "let only the owner and moderators write, or all",
      (here, words) -> Moderating.readOnly(here, words)),
  READ("", "sign that you have read the room up to here", (here, _) -> here.say(Draft.read())),
  READS(
      "[on|off]",
      "have it signed by itself, in this room, what you have read; or not",
      (here, words) -> Preferences.reads(here, words.after(1))),
  SEEN("", "show who says to have read the room up to where", (here, _) -> Lookups.seen(here)),
  FILE(
      "PATH [TEXT]",
      "send a file, with TEXT or without; quote a PATH with spaces",
      (here, words) -> Sharing.send(here, words.text(1))),
  GET(
      "N [DIR]",
      "get the file of line N, into the current folder or DIR",
      (here, words) -> Sharing.get(here, words.line(1), words.after(2))),
  HISTORY(
      "[N]",
      "show the last N lines and check them again",
      (here, words) -> here.history(words.number(1, 20))),
  ME(
      "TEXT",
      "say what you do: shown as your name and TEXT",
      (here, words) -> here.say(Draft.say("/me " + words.text(1)))),
  VERSIONS(
      "N",
      "show what line N has read, and what was said about it",
      (here, words) -> Lookups.versions(here, words.line(1))),
  SEARCH(
      "WORDS",
      "look for words in this room; the server is asked for what you do not keep",
      (here, words) -> Lookups.search(here, words.text(1))),
  PROOF(
      "N",
      "show what proves line N: certificate, hashes, chain and receipts",
      (here, words) -> Lookups.proof(here, words.line(1))),
  IGNORE(
      "[USER]",
      "collapse a user's lines; without USER, list whom you ignore",
      (here, words) -> Preferences.ignore(here, words.after(1))),
  UNIGNORE(
      "USER",
      "show the user's lines again",
      (here, words) -> Preferences.unignore(here, words.needed(1))),
  NOTIFY(
      "on|off",
      "ring and notify when a message calls on you, or not",
      (here, words) -> Preferences.notify(here, words.after(1))),
  KEYS("", "list the keys of the full screen", (here, _) -> here.print(keys())),
  RECEIPT(
      "[ROOM]",
      "get a signed receipt and compare it with what you saw",
      // The listener prints it, as every receipt.
      (here, words) -> here.session().receipt(words.orElse(1, here::here))),
  QUIT("", "leave the chat; a receipt for every room is kept", (here, _) -> here.quit());

  private static final int LONGEST = 20;
  private static final int SHORT = 4;

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

  private static String keys() {
    return Arrays.stream(KeyAction.values())
        .flatMap(key -> key.help().stream())
        .collect(Collectors.joining("\n"));
  }

  /** The verbs that may have been meant by a word that is none. */
  static List<Verb> similarTo(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return wanted.length() > LONGEST
        ? List.of()
        : Arrays.stream(values())
            .filter(verb -> mistakes(verb, wanted) <= (verb.name().length() > SHORT ? 2 : 1))
            .sorted(Comparator.comparingInt(verb -> mistakes(verb, wanted)))
            .limit(2)
            .toList();
  }

  /** What is said of a word that is no verb. */
  static String unknown(String word) {
    List<Verb> similar = word.equals("/") ? List.of() : similarTo(word);
    String meant = similar.isEmpty() ? "" : "; did you mean " + joined(similar, " or ") + "?";
    return "no command "
        + SafeText.line(word)
        + meant
        + (meant.isEmpty() ? ";" : "")
        + " /help lists the commands. To begin a message with a slash, type it twice: //";
  }

  /** What is said of a beginning that several verbs have. */
  static String ambiguous(String word, List<Verb> verbs) {
    return SafeText.line(word) + " can mean " + joined(verbs, " or ");
  }

  private static String joined(List<Verb> verbs, String between) {
    return verbs.stream().map(Verb::word).collect(Collectors.joining(between));
  }

  private static int mistakes(Verb verb, String typed) {
    return Levenshtein.distance(typed, verb.word());
  }

  private static void rooms(Conversation here) throws ClientException {
    for (RoomInfo room : here.session().rooms()) {
      here.names().room(room.name());
      here.print(
          String.format(
              "  %s %-24s %-9s %d lines",
              room.member() ? "*" : " ",
              here.shortName(room.name()),
              room.visibility().wireName(),
              room.position()));
    }
  }

  private static void who(Conversation here, String room) throws ClientException {
    for (Front.Present member : learnMembers(here, room)) {
      here.print(
          "  "
              + member.name()
              + (member.isBot() ? MessageBody.BOT_MARK : "")
              + (member.role() == RoomRole.MEMBER ? "" : "  " + member.role().wireName())
              + (member.online() ? "  online" : ""));
    }
  }

  /** Asks for the members of a room; from now on, their names can be completed. */
  static List<Front.Present> learnMembers(Conversation here, String room) throws ClientException {
    List<Front.Present> members = members(here.session(), room);
    members.forEach(member -> here.names().user(member.name()));
    here.front().members(room, members);
    return members;
  }

  /** The members of a room, as the server says now. */
  static List<Front.Present> members(ChatSession session, String room) throws ClientException {
    return session.ask(id -> new Request.Who(id, room), Answer.WhoAnswer.class).users().stream()
        .map(member ->
            new Front.Present(member.name(), member.online(), member.role(), member.bot()))
        .toList();
  }

  private static void create(Conversation here, String name, String kind) throws ClientException {
    Visibility visibility =
        Visibility.of(kind)
            .filter(known -> known != Visibility.DIRECT)
            .orElseThrow(() ->
                new ClientException(
                    "'" + kind + "' is no kind of room", "Type private, announced, or nothing."));
    here.session().create(name, visibility);
    here.enter(name);
  }

  private static void leave(Conversation here, String name) throws ClientException {
    here.session().leave(name);
    here.front().left(name);
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
      here.front().enter(Names.directRoom(here.session().user(), Identity.username(user)));
    }
  }
}
