package org.securechat.client.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done at the console, besides saying something. */
enum Verb {
  HELP("", "this list"),
  ROOMS("", "the rooms you may know of"),
  WHO("[ROOM]", "who is in the room"),
  JOIN("ROOM", "become a member, or go there"),
  CREATE("ROOM [private]", "make a room"),
  LEAVE("[ROOM]", "cease to be a member"),
  INVITE("USER [ROOM]", "let somebody in"),
  MSG("USER [TEXT]", "talk to one user; without text, go on talking to them"),
  HISTORY("[N]", "the last N lines again, checked again"),
  RECEIPT("[ROOM]", "a signed receipt, held against what you saw"),
  QUIT("", "leave; receipts for everything are kept");

  private final String arguments;
  private final String meaning;

  Verb(String arguments, String meaning) {
    this.arguments = arguments;
    this.meaning = meaning;
  }

  String word() {
    return "/" + name().toLowerCase(Locale.ROOT);
  }

  /** Whether its argument is a user. */
  boolean takesUser() {
    return this == INVITE || this == MSG;
  }

  /** Whether its argument is a room. */
  boolean takesRoom() {
    return arguments.contains("ROOM") && !takesUser();
  }

  /** The verb of that word; an unambiguous beginning will do. */
  static Optional<Verb> of(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    List<Verb> candidates =
        Arrays.stream(values()).filter(verb -> verb.word().startsWith(wanted)).toList();
    if (candidates.size() == 1) {
      return Optional.of(candidates.get(0));
    }
    return candidates.stream().filter(verb -> verb.word().equals(wanted)).findFirst();
  }

  /** A line for each verb. */
  static String help() {
    StringBuilder text = new StringBuilder();
    for (Verb verb : values()) {
      text.append(String.format("  %-26s %s%n", verb.word() + " " + verb.arguments, verb.meaning));
    }
    return text.append("Anything else is said in the room.").toString();
  }
}
