package org.securechat.server.search;

import java.util.function.LongConsumer;

/**
 * Takes folded text apart into the short pieces that a filter knows. Whatever is part of a word has
 * no piece that the word has not, so that a filter without a piece of it rules the segment out.
 *
 * <p>In scripts with an alphabet: three and four characters in a row. In those with thousands of
 * characters, and for symbols: each, and each two in a row. None goes over a space.
 */
final class Grams {
  /**
   * Of how they are made. Filters of another form are made again: to be raised with every change
   * here or in {@link Folding}. What the platform knows about characters changes with its version.
   */
  static final int FORM = 1_000 + Runtime.version().feature();

  private static final int PAIR = 2;
  private static final int TRIPLE = 3;
  private static final int QUADRUPLE = 4;

  /** Tells a sender's name from what is said. */
  private static final int SENDER = 5;

  private Grams() {}

  /** Hands out those of a text, more than once if they are there more than once. */
  static void of(String folded, LongConsumer each) {
    int third = 0;
    int second = 0;
    int before = 0;
    // How many characters in a row, up to the present one, are of the same sort within a word.
    int run = 0;
    boolean dense = false;
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      i += Character.charCount(c);
      if (c == ' ') {
        run = 0;
        continue;
      }
      boolean now = isDense(c);
      run = now == dense ? run + 1 : 1;
      dense = now;
      if (dense) {
        each.accept(hash(1, c, 0, 0, 0));
        if (run >= PAIR) {
          each.accept(hash(PAIR, before, c, 0, 0));
        }
      } else {
        if (run >= TRIPLE) {
          each.accept(hash(TRIPLE, second, before, c, 0));
        }
        if (run >= QUADRUPLE) {
          each.accept(hash(QUADRUPLE, third, second, before, c));
        }
      }
      third = second;
      second = before;
      before = c;
    }
  }

  /** The one that stands for everything that a user has said. */
  static long ofSender(String name) {
    long hash = SENDER;
    for (int i = 0; i < name.length(); i++) {
      hash = mixed(hash ^ name.charAt(i));
    }
    return hash;
  }

  /** Of a script with so many characters that two of them say enough, or a symbol. */
  private static boolean isDense(int c) {
    return c >= 0x1100
        && (c <= 0x11ff
            || (c >= 0x2190 && c <= 0x2bff)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xa960 && c <= 0xa97f)
            || (c >= 0xac00 && c <= 0xd7ff)
            || (c >= 0xf900 && c <= 0xfaff)
            || c >= 0x1f000);
  }

  private static long hash(int sort, int a, int b, int c, int d) {
    // Two characters have 42 bits together, so that no two pieces are mixed into the same value
    // before the second step.
    return mixed(mixed(((long) sort << 42) | ((long) a << 21) | b) ^ (((long) c << 21) | d));
  }

  /** The finishing step of SplitMix64: every bit of the result depends on every bit. */
  private static long mixed(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
