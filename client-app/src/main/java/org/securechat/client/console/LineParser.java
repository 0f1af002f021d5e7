package org.securechat.client.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Words between spaces, and nothing else: quotes and backslashes are ordinary characters. */
final class LineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    List<String> words = new ArrayList<>();
    int word = 0;
    int inWord = 0;
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || line.charAt(i) == ' ') {
        if (cursor >= start && cursor <= i) {
          word = words.size();
          inWord = cursor - start;
        }
        words.add(line.substring(start, i));
        start = i + 1;
      }
    }
    return new Words(line, cursor, words, word, inWord);
  }

  @Override
  public boolean isEscapeChar(char c) {
    return false;
  }

  private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
      implements CompletingParsedLine {
    @Override
    public String word() {
      return words.get(wordIndex);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word().length();
    }
  }
}
