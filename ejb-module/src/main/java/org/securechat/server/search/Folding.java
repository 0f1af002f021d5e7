package org.securechat.server.search;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Makes texts alike that people take for the same: compatible characters (NFKC), upper and lower
 * case, accents and vowel points, characters that cannot be seen, and every kind of white space.
 * What is folded twice stays as it is after once.
 *
 * <p>A text is folded in pieces, a character and the marks behind it, so that each character of the
 * result has a place in the text. Thread-safe.
 */
final class Folding {
  private static final char SPACE = ' ';
  private static final int ASCII_END = 0x80;

  /** The first combining mark; a character before it combines with nothing before it. */
  private static final int FIRST_MARK = 0x300;

  private static final int TATWEEL = 0x640;

  /** They make another letter of a kana, as no accent does. */
  private static final int VOICED = 0x3099;

  private static final int SEMI_VOICED = 0x309a;

  /** What single characters become; filled as they are met. A race only does the work twice. */
  private static final String[] KNOWN = new String[Character.MIN_SUPPLEMENTARY_CODE_POINT];

  private final String text;
  private final StringBuilder folded;
  private int[] places;

  private Folding(String text, boolean withPlaces) {
    this.text = text;
    this.folded = new StringBuilder(text.length());
    this.places = withPlaces ? new int[text.length() + 1] : null;
  }

  /** The folded text. Words in it are parted by one space each. */
  static String fold(String text) {
    Folding folding = new Folding(text, false);
    folding.run();
    return folding.folded.toString();
  }

  /**
   * Where in a text each character of its folded form comes from, and at the end the text's length.
   */
  static int[] places(String text) {
    Folding folding = new Folding(text, true);
    folding.run();
    int length = folding.folded.length();
    int[] places = Arrays.copyOf(folding.places, length + 1);
    places[length] = text.length();
    return places;
  }

  private void run() {
    int from = 0;
    while (from < text.length()) {
      int first = text.codePointAt(from);
      int end = from + Character.charCount(first);
      if (end < text.length() && text.charAt(end) >= FIRST_MARK) {
        end = endOfPiece(end);
      }
      if (first < ASCII_END && end == from + 1) {
        append(Character.toLowerCase((char) first), from);
      } else {
        append(piece(text.substring(from, end)), from);
      }
      from = end;
    }
  }

  private int endOfPiece(int start) {
    int end = start;
    while (end < text.length()) {
      int next = text.codePointAt(end);
      if (!isMark(next) && !isJamoBehindAnother(next)) {
        break;
      }
      end += Character.charCount(next);
    }
    return end;
  }

  private void append(String piece, int place) {
    for (int i = 0; i < piece.length(); i++) {
      append(piece.charAt(i), place);
    }
  }

  private void append(char character, int place) {
    char kept = isSpace(character) ? SPACE : character;
    int length = folded.length();
    if (kept == SPACE && (length == 0 || folded.charAt(length - 1) == SPACE)) {
      return;
    }
    if (places != null) {
      if (length >= places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      places[length] = place;
    }
    folded.append(kept);
  }

  private static String piece(String piece) {
    if (piece.length() > 1) {
      return foldPiece(piece);
    }
    String known = KNOWN[piece.charAt(0)];
    if (known == null) {
      known = foldPiece(piece);
      KNOWN[piece.charAt(0)] = known;
    }
    return known;
  }

  private static String foldPiece(String piece) {
    StringBuilder kept = new StringBuilder();
    Normalizer.normalize(piece, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> !isDropped(c))
        .forEach(kept::appendCodePoint);
    // There and back: 'ß' is 'SS' in upper case, and the last sigma of a word is like the others.
    String lower =
        kept.toString()
            .toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT)
            .replace('ς', 'σ');
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  /** Accents, vowel points of Hebrew and Arabic, and what cannot be seen. */
  private static boolean isDropped(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT -> true;
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> isAccent(c);
      default -> c == TATWEEL;
    };
  }

  /** In other scripts, as in those of India, a mark is a vowel, and another word without it. */
  private static boolean isAccent(int c) {
    if (c == VOICED || c == SEMI_VOICED) {
      return false;
    }
    return switch (UnicodeScript.of(c)) {
      case INHERITED, COMMON, HEBREW, ARABIC, SYRIAC -> true;
      default -> false;
    };
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /** Vowels and final consonants, which make one syllable with what stands before them. */
  private static boolean isJamoBehindAnother(int c) {
    return (c >= 0x1160 && c <= 0x11ff) || (c >= 0xd7b0 && c <= 0xd7ff);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
  }
}
