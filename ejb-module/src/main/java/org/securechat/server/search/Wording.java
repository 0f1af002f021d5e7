package org.securechat.server.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.securechat.protocol.application.Request;

/**
 * The words that somebody looks for. Each has to occur in a message, as a word or a part of one;
 * what stands in quotation marks, as a whole. Upper and lower case, accents, and kinds of white
 * space make no difference. Immutable.
 */
public final class Wording {
  /** Characters of the longest. */
  public static final int MAX_LENGTH = Request.Search.MAX_WORDS;

  private static final String QUOTES = "[\"“”„]";

  private final List<String> terms;
  private final long[] grams;

  private Wording(Set<String> terms) {
    this.terms = List.copyOf(terms);
    GramSet set = new GramSet(GramFilter.MAX_VALUES);
    terms.forEach(term -> Grams.of(term, set::add));
    long[] found = new long[set.size()];
    int[] next = new int[1];
    set.forEach(gram -> {
      found[next[0]] = gram;
      next[0]++;
    });
    this.grams = found;
  }

  /**
   * Reads words and quoted phrases; a quotation that does not end goes to the end of the text.
   *
   * @return empty if there is nothing in it to look for
   */
  public static Optional<Wording> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    String[] parts = text.split(QUOTES, -1);
    for (int i = 0; i < parts.length; i++) {
      String folded = Folding.fold(parts[i]).strip();
      if (i % 2 == 1) {
        terms.add(folded);
      } else {
        terms.addAll(Arrays.asList(folded.split(" ", -1)));
      }
    }
    terms.remove("");
    return terms.isEmpty() ? Optional.empty() : Optional.of(new Wording(terms));
  }

  /** Values that the filter of a segment has if the words are in it. Not to be changed. */
  long[] grams() {
    return grams;
  }

  /**
   * Where the words are in a folded text, the first place of each.
   *
   * @return empty if one of them is not there
   */
  List<Mark> in(String folded) {
    List<Mark> marks = new ArrayList<>(terms.size());
    for (String term : terms) {
      int start = folded.indexOf(term);
      if (start < 0) {
        return List.of();
      }
      marks.add(new Mark(start, term.length()));
    }
    return marks;
  }

  /** Without the words, which belong in no log. */
  @Override
  public String toString() {
    return "Wording[" + terms.size() + " terms]";
  }

  /**
   * A part of a text, in UTF-16 code units.
   *
   * @param start from 0
   */
  public record Mark(int start, int length) {}
}
