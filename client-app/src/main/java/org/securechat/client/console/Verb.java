package org.securechat.client.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.securechat.client.ClientException;

/** The console's commands, in the order of {@code /help}. All that is known of one is here. */
enum Verb {
  HELP("", "show this list", (actions, words) -> actions.help()),
  ROOMS("", "list the rooms that you may see", (actions, words) -> actions.rooms()),
  WHO(
      "[ROOM]",
      "list the members of the room",
      (actions, words) -> actions.who(words.orElse(1, actions::here))),
  JOIN(
      "ROOM",
      "become a member of the room, or go there",
      (actions, words) -> actions.join(words.needed(1))),
  CREATE(
      "ROOM [private]",
      "create a room",
      (actions, words) -> actions.create(words.needed(1), words.has(2, "private"))),
  LEAVE(
      "[ROOM]",
      "end your membership of the room",
      (actions, words) -> actions.leave(words.orElse(1, actions::here))),
  INVITE(
      "USER [ROOM]",
      "let a user into the room",
      (actions, words) -> actions.invite(words.needed(1), words.orElse(2, actions::here))),
  MSG(
      "USER [TEXT]",
      "send a message to one user; without TEXT, go on talking to that user",
      (actions, words) -> actions.message(words.needed(1), words.after(2))),
  HISTORY(
      "[N]",
      "show the last N lines and check them again",
      (actions, words) -> actions.history(words.number(1, ConsoleActions.HISTORY))),
  RECEIPT(
      "[ROOM]",
      "get a signed receipt and compare it with what you saw",
      (actions, words) -> actions.receipt(words.orElse(1, actions::here))),
  QUIT("", "leave the chat; a receipt for every room is kept", (actions, words) -> actions.quit());

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
    void run(ConsoleActions actions, TypedWords words) throws ClientException;
  }

  /** Does what the words ask for. */
  void run(ConsoleActions actions, TypedWords words) throws ClientException {
    action.run(actions, words);
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
  static String list() {
    StringBuilder text = new StringBuilder();
    for (Verb verb : values()) {
      text.append(
          String.format("  %-26s %s%n", verb.word() + " " + verb.arguments, verb.description));
    }
    return text.append("Everything else is sent to the room. To begin a message with a slash, type")
        .append(" it twice: //")
        .toString();
  }
}
