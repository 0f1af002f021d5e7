package org.securechat.protocol.evidence.verify;

/** What a reader may think of a line of a bundle. */
public enum LineState {
  /** Every check of it holds, and so does the record. */
  VERIFIED("verified"),
  /** Its content was erased, as the receipt says. */
  ERASED("erased"),
  /** Its content is not here, and the receipt does not call it erased. */
  MISSING("missing"),
  /** It holds, but its certificate was revoked by then: who wrote it has to be shown otherwise. */
  DOUBTED("author in doubt"),
  /** It holds, but this version does not know what it says. */
  UNKNOWN("unknown kind"),
  /** Nothing is wrong with the line itself, but the record around it has failed. */
  UNPROVEN("not proven"),
  /** A check of it failed. */
  FAILED("failed");

  private final String words;

  LineState(String words) {
    this.words = words;
  }

  /** How people and programs read it. */
  public String words() {
    return words;
  }
}
