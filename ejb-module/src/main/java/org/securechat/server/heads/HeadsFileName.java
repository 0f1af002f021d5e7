package org.securechat.server.heads;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file with heads: {@code heads-0000000012.txt}, or {@code
 * heads-0000000012-since-0000000008.txt} for one that builds on another.
 *
 * @param number of the statement
 * @param base of the one that it builds on, 0 for none
 */
record HeadsFileName(long number, long base) {
  private static final Pattern FORM =
      Pattern.compile("heads-(\\d{10,16})(?:-since-(\\d{10,16}))?\\.txt");

  String text() {
    return base == 0
        ? String.format(Locale.ROOT, "heads-%010d.txt", number)
        : String.format(Locale.ROOT, "heads-%010d-since-%010d.txt", number, base);
  }

  /** Empty for the name of any other file. */
  static Optional<HeadsFileName> of(Path file) {
    Matcher name = FORM.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    long base = name.group(2) == null ? 0 : Long.parseLong(name.group(2));
    return Optional.of(new HeadsFileName(Long.parseLong(name.group(1)), base));
  }
}
