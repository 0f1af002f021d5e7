package org.securechat.client.reading;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.securechat.client.session.RoomMessage;

/**
 * A line of a room as it reads now.
 *
 * @param line the line, with its newest words
 * @param state what became of it
 * @param wordsAt the position of the line that the words are of
 * @param symbols who gave which symbol, in the order in which they came
 */
public record FoldedLine(
    RoomMessage line, State state, long wordsAt, Map<String, List<String>> symbols) {

  /** What can become of a message. */
  public enum State {
    AS_SENT(""),
    EDITED("edited"),
    TAKEN_BACK("taken back"),
    REMOVED("removed"),
    ERASED("erased");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** Whether its words are nobody's to read any more. */
    public boolean isGone() {
      return this == TAKEN_BACK || this == REMOVED || this == ERASED;
    }

    /** For a person; empty if nothing happened to it. */
    public String words() {
      return words;
    }

    /** The name in JSON output, for example {@code taken_back}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
