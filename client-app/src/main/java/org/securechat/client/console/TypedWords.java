package org.securechat.client.console;

import org.securechat.client.ClientException;

/** A line that was typed at the console, word by word. Word 0 is the command. */
record TypedWords(String line) {
  /** Gives a word that was not typed. */
  interface Otherwise {
    String get() throws ClientException;
  }

  private String[] all() {
    return line.split("\\s+");
  }

  String command() {
    return all()[0];
  }

  /** The word at that place, which must have been typed. */
  String needed(int place) throws ClientException {
    return orElse(
        place,
        () -> {
          throw new ClientException(command() + " needs a name", "See /help.");
        });
  }

  String orElse(int place, Otherwise otherwise) throws ClientException {
    String[] words = all();
    return words.length > place ? words[place] : otherwise.get();
  }

  /** The number of a line at that place, which must have been typed. */
  long line(int place) throws ClientException {
    String word = orElse(place, () -> "");
    if (!word.matches("[1-9][0-9]{0,15}")) {
      throw new ClientException(
          command() + " needs the number of a line",
          "It stands in front of the name of who said it; see /help.");
    }
    return Long.parseLong(word);
  }

  /** The rest of the line from that word on, which must not be empty. */
  String text(int place) throws ClientException {
    String text = after(place);
    if (text.isEmpty()) {
      throw new ClientException(command() + " needs a text", "See /help.");
    }
    return text;
  }

  /** The number at that place, at least 1. */
  int number(int place, int usual) throws ClientException {
    String word = orElse(place, () -> Integer.toString(usual));
    try {
      return Math.max(1, Integer.parseInt(word));
    } catch (NumberFormatException e) {
      throw new ClientException("'" + word + "' is not a number", "Type a number, or none.", e);
    }
  }

  /** The rest of the line from that word on, as it was typed; empty if the line is shorter. */
  String after(int place) {
    String[] parts = line.split("\\s+", place + 1);
    return parts.length > place ? parts[place] : "";
  }
}
