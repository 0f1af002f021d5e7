package org.securechat.client.session;

import java.util.Locale;

/** What can be wrong with a line that a server delivered. */
public enum Fault {
  NOT_A_LINE("what was delivered is not a transcript line"),
  OTHER_POSITION("the line belongs to another position than it was delivered at"),
  CHAIN_BROKEN("the chain value does not follow from the line before"),
  AFTER_BREAK("the chain is broken at an earlier line"),
  WITHHELD("the server withholds lines before this one"),
  CHANGED_LATER("the server delivered another line at this position before"),
  HISTORY_SHORTENED("the server's transcript has become shorter"),
  REPEATED("the same message stands at an earlier position"),
  PAYLOAD_ALTERED("the text is not the one whose hash is in the line"),
  SIGNATURE_ALTERED("the signature is not the one in the line"),
  NOT_A_MESSAGE("what was signed is not a message"),
  OTHER_ROOM("the message was written for another room"),
  OTHER_HISTORY("the message was written under another history than this one"),
  NO_SUCH_MESSAGE("there is no message that this line can be about"),
  NOT_PERMITTED("who did this was not permitted to then"),
  OTHER_SENDER("the message was written by another user"),
  EVENT_MISSING("what happened here is missing, and is never erased"),
  BAD_SIGNATURE("the signature is not the sender's"),
  NO_CERTIFICATE("the sender's certificate is missing"),
  OTHER_CERTIFICATE("the certificate is not the one in the line"),
  UNTRUSTED("the sender's certificate is not trusted"),
  NOT_NAMED("the certificate does not name the sender");

  private final String meaning;

  Fault(String meaning) {
    this.meaning = meaning;
  }

  /** Whether the server says something else with it than what it said before. */
  boolean contradicts() {
    return this == CHAIN_BROKEN || this == CHANGED_LATER;
  }

  /** What the user is told. */
  public String meaning() {
    return meaning;
  }

  /** The name in JSON output, for example {@code chain_broken}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
