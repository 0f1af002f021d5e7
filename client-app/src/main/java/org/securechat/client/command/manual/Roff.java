package org.securechat.client.command.manual;

/** Text for {@code man}: the requests of the package {@code man}, and everything else escaped. */
final class Roff {
  private static final int WIDTH = 76;

  private final StringBuilder page = new StringBuilder();

  /** A request, whose arguments are escaped and quoted. */
  Roff request(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
    return this;
  }

  /** A line of requests and escapes as it is. */
  Roff raw(String line) {
    page.append(line).append('\n');
    return this;
  }

  /** Filled text, in short lines: what it says decides where the reader's lines end. */
  Roff text(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : escaped(text.strip()).split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + word.length() >= WIDTH) {
        flush(line);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    flush(line);
    return this;
  }

  /** A line that is shown as it is. */
  Roff literal(String line) {
    flush(new StringBuilder(escaped(line)));
    return this;
  }

  private void flush(StringBuilder line) {
    if (!line.isEmpty()) {
      boolean control = line.charAt(0) == '.' || line.charAt(0) == '\'';
      page.append(control ? "\\&" : "").append(line).append('\n');
      line.setLength(0);
    }
  }

  /** Text in which roff sees no requests, and hyphens that can be copied. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> escaped.append("\\e");
            case '-' -> escaped.append("\\-");
            case '\'' -> escaped.append("\\(aq");
            case '^' -> escaped.append("\\(ha");
            case '~' -> escaped.append("\\(ti");
            case '`' -> escaped.append("\\(ga");
            default -> append(escaped, c);
          }
        });
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int c) {
    if (c < 0x80) {
      escaped.appendCodePoint(c);
    } else {
      escaped.append("\\[u%04X]".formatted(c));
    }
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
