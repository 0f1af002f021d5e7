package org.securechat.client.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which names may have been meant by a mistyped one. */
final class SimilarNames {
  private static final int MOST = 2;
  private static final int SHORT = 4;
  private static final int LONGEST = 40;

  private SimilarNames() {}

  /**
   * The names that are one mistake of typing away, two for long ones, or that begin with what was
   * typed; at most two, the nearest first.
   */
  static List<String> of(String typed, Collection<String> names) {
    if (typed.length() > LONGEST) {
      return List.of();
    }
    return names.stream()
        .filter(name -> name.startsWith("--") || !name.startsWith("-"))
        .filter(name -> isSimilar(typed, name))
        .sorted(Comparator.comparingInt(name -> mistakes(typed, name)))
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static boolean isSimilar(String typed, String name) {
    int letters = name.replace("-", "").length();
    boolean begun = typed.replace("-", "").length() > 1 && name.startsWith(typed);
    return begun || mistakes(typed, name) <= (letters > SHORT ? 2 : 1);
  }

  /** Letters left out, too many, wrong, or in the place of their neighbours. */
  private static int mistakes(String typed, String meant) {
    int[][] least = new int[typed.length() + 1][meant.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= meant.length(); j++) {
        least[i][j] = i == 0 || j == 0 ? i + j : next(least, typed, meant, i, j);
      }
    }
    return least[typed.length()][meant.length()];
  }

  private static int next(int[][] least, String typed, String meant, int i, int j) {
    int wrong = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(least[i - 1][j - 1] + wrong, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == meant.charAt(j - 2)
            && typed.charAt(i - 2) == meant.charAt(j - 1);
    return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
  }
}
