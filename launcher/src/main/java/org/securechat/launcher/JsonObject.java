package org.securechat.launcher;

/**
 * Writes one JSON object on one line (RFC 8259), member by member. The JDK has no JSON, and what
 * Payara Micro has is out of this program's reach before it has booted.
 */
final class JsonObject {

  private final StringBuilder text = new StringBuilder(256).append('{');
  private boolean empty = true;

  /**
   * Adds a member: a number, a boolean, an object or, of anything else, a string; none for null.
   */
  JsonObject with(String name, Object value) {
    if (value == null) {
      return this;
    }
    if (!empty) {
      text.append(',');
    }
    empty = false;
    quote(name);
    text.append(':');
    switch (value) {
      case Number number -> text.append(number);
      case Boolean bool -> text.append(bool);
      case JsonObject object -> text.append(object);
      default -> quote(value.toString());
    }
    return this;
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          // Lone surrogates, and characters that end a line for some programs, go by number.
          if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || isLone(value, i)) {
            text.append(String.format("\\u%04x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isLone(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  /** The object as it is so far. */
  @Override
  public String toString() {
    return text + "}";
  }
}
