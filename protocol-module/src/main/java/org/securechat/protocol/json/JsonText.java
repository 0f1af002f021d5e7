package org.securechat.protocol.json;

/**
 * What PROTOCOL.md §1 asks of a whole document, also of fields that nobody reads, and a parser does
 * not check: a party that knows the field must not see another document than one that does not.
 */
final class JsonText {
  /** Characters of the longest number, its sign, point and exponent included. */
  static final int MAX_NUMBER_LENGTH = 20;

  private static final int ESCAPE_LENGTH = 6;

  private JsonText() {}

  static void check(String document) throws JsonException {
    int number = 0;
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      if (c == '"') {
        i = endOfString(document, i + 1);
        number = 0;
      } else if (isPartOfNumber(c)) {
        number++;
        // PROTOCOL.md §1: a number of more than 20 characters MUST be refused.
        if (number > MAX_NUMBER_LENGTH) {
          throw new JsonException("a number of more than " + MAX_NUMBER_LENGTH + " characters");
        }
      } else {
        number = 0;
      }
    }
  }

  /** The letter is that of an exponent, or of a literal, which is shorter. */
  private static boolean isPartOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  /** Where the string's closing mark stands; the parser refuses one that has none. */
  private static int endOfString(String document, int first) throws JsonException {
    int i = first;
    while (i < document.length() && document.charAt(i) != '"') {
      if (document.charAt(i) != '\\') {
        i++;
      } else if (escapes(document, i, Character.MIN_SURROGATE, Character.MAX_SURROGATE)) {
        i = endOfPair(document, i);
      } else {
        i += 2;
      }
    }
    return i;
  }

  private static int endOfPair(String document, int high) throws JsonException {
    int low = high + ESCAPE_LENGTH;
    // PROTOCOL.md §1: an escape can hold an unpaired surrogate, which UTF-8 has no bytes for.
    if (!escapes(document, high, Character.MIN_HIGH_SURROGATE, Character.MAX_HIGH_SURROGATE)
        || !escapes(document, low, Character.MIN_LOW_SURROGATE, Character.MAX_LOW_SURROGATE)) {
      throw new JsonException("an unpaired surrogate");
    }
    return low + ESCAPE_LENGTH;
  }

  /** Whether the six characters from a place escape a code unit between two others. */
  private static boolean escapes(String document, int place, char first, char last) {
    if (place + ESCAPE_LENGTH > document.length()
        || document.charAt(place) != '\\'
        || document.charAt(place + 1) != 'u') {
      return false;
    }
    int unit = 0;
    for (int i = place + 2; i < place + ESCAPE_LENGTH; i++) {
      unit = unit << 4 | Character.digit(document.charAt(i), 16);
    }
    return unit >= first && unit <= last;
  }
}
