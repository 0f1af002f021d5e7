package org.securechat.protocol.evidence.compare;

import java.util.Locale;

/** What can be held against something else. */
public enum ExhibitKind {
  /** An evidence bundle (PROTOCOL.md §11). */
  BUNDLE("evidence bundle"),
  /** A receipt, perhaps with the lines that it is over (PROTOCOL.md §10). */
  RECEIPT("receipt"),
  /** A heads file (PROTOCOL.md §9.5). */
  HEADS("heads file"),
  /** Lines that no server's signature binds. */
  LINES("lines without a receipt");

  private final String words;

  ExhibitKind(String words) {
    this.words = words;
  }

  /** What programs call it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What people call it. */
  public String words() {
    return words;
  }
}
