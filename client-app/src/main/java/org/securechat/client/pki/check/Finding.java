package org.securechat.client.pki.check;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that was found out about a file.
 *
 * @param level what follows from it
 * @param file of what
 * @param what the rest of a sentence that begins with the file
 * @param remedy what to do; empty where there is nothing to do
 */
public record Finding(Level level, Path file, String what, String remedy) {

  /** What follows from a finding. */
  public enum Level {
    /** Nothing: it is as it should be. */
    GOOD,
    /** It works now, and should be looked after. */
    WARNING,
    /** Something will be refused. */
    ERROR;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Rejects missing parts. */
  public Finding {
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(remedy, "remedy");
  }

  static Finding good(Path file, String what) {
    return new Finding(Level.GOOD, file, what, "");
  }

  static Finding warning(Path file, String what, String remedy) {
    return new Finding(Level.WARNING, file, what, remedy);
  }

  static Finding error(Path file, String what, String remedy) {
    return new Finding(Level.ERROR, file, what, remedy);
  }
}
