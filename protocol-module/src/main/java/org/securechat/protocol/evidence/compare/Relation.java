package org.securechat.protocol.evidence.compare;

import java.util.Locale;

/** How two records relate to each other (PROTOCOL.md §11.3). */
public enum Relation {
  /** Both end at the same line, with the same chain value: all before it is the same as well. */
  EQUAL("EQUAL", 0),
  /** B goes on where A ends. */
  B_CONTINUES_A("B CONTINUES A", 0),
  /** A goes on where B ends. */
  A_CONTINUES_B("A CONTINUES B", 0),
  /** There is no line of which both say something. */
  INCOMPARABLE("CANNOT BE COMPARED", 1),
  /** They differ, but at least one side is not under a server's signature. */
  CONTRADICTION("CONTRADICTION", 1),
  /** They differ, and one server signed both. */
  EQUIVOCATION("EQUIVOCATION", 1);

  private final String words;
  private final int exitCode;

  Relation(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** What people are told. */
  public String words() {
    return words;
  }

  /** What programs are told, for example {@code b_continues_a}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** With which a comparison exits. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether the two cannot both be the truth. */
  public boolean differs() {
    return this == EQUIVOCATION || this == CONTRADICTION;
  }
}
