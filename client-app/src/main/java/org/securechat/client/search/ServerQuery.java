package org.securechat.client.search;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.securechat.protocol.application.Request;

/**
 * What the server is asked to look for: words, a sender or both.
 *
 * @param words as {@link Request.Search} has them
 * @param sender whose lines; empty for everybody's
 * @param most lines of one room, the newest; 0 for all
 */
public record ServerQuery(Optional<String> words, Optional<String> sender, int most) {
  private static final String QUOTES = "[\"“”„]";

  /**
   * A query.
   *
   * @throws IllegalArgumentException if nothing is looked for, or the words are too long
   */
  public ServerQuery {
    if (words.isEmpty() && sender.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to look for");
    }
    if (words.filter(text -> text.length() > Request.Search.MAX_WORDS).isPresent()) {
      throw new IllegalArgumentException(
          "the server looks for at most " + Request.Search.MAX_WORDS + " characters");
    }
  }

  /**
   * Each of the words has to occur as it stands, with the spaces in it.
   *
   * @throws IllegalArgumentException if one is blank, nothing is looked for, or it is too long
   */
  public static ServerQuery of(List<String> words, Optional<String> sender, int most) {
    if (words.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a word is missing");
    }
    String text = words.stream().map(ServerQuery::quoted).collect(Collectors.joining(" "));
    return new ServerQuery(Optional.of(text).filter(any -> !any.isEmpty()), sender, most);
  }

  private static String quoted(String word) {
    String plain = word.replaceAll(QUOTES, " ").strip();
    return plain.contains(" ") ? '"' + plain + '"' : plain;
  }

  /** Without the words, which belong in no log. */
  @Override
  public String toString() {
    return "ServerQuery[most=" + most + "]";
  }
}
