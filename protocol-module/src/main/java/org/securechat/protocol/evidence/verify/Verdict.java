package org.securechat.protocol.evidence.verify;

/** What a verifier says of a bundle in the end (PROTOCOL.md §11.2). */
public enum Verdict {
  /** Everything that there is to check holds. */
  VERIFIED("VERIFIED", 0),
  /** Something does not hold. */
  FAILED("FAILED", 1),
  /** What is there holds, but a payload is missing that the receipt does not call erased. */
  INCOMPLETE("INCOMPLETE", 1),
  /** What this version knows holds; some lines are of kinds that it does not know. */
  NEEDS_NEWER("NEEDS A NEWER VERIFIER", 3);

  private final String words;
  private final int exitCode;

  Verdict(String words, int exitCode) {
    this.words = words;
    this.exitCode = exitCode;
  }

  /** The words that every verifier prints. */
  public String words() {
    return words;
  }

  /** With which every verifier exits. */
  public int exitCode() {
    return exitCode;
  }
}
