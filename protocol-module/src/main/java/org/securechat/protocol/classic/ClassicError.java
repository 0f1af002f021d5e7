package org.securechat.protocol.classic;

/**
 * What a classic peer is told: the text that its clients know, and a code beside it. Texts of the
 * original are kept to the letter.
 */
public enum ClassicError {
  BAD_CERT("bad cert"),
  EXPECTED_ENC("expected enc"),
  DECRYPT_FAIL("decrypt failed"),
  SIG_FAIL("signature verification failed"),
  REPLAY("replay/sequence error"),
  BAD_MESSAGE("bad message"),
  TOO_LARGE("message too large"),
  TIMEOUT("timed out"),
  OVERLOADED("too many connections or messages"),
  RATE_LIMITED("too many attempts, try again later"),
  UNAVAILABLE("not available, try again later"),
  INTERNAL("internal error");

  private final String text;

  ClassicError(String text) {
    this.text = text;
  }

  /** For people; some clients of the original compare it. */
  public String text() {
    return text;
  }

  /** For programs: the constant's name. */
  public String code() {
    return name();
  }
}
