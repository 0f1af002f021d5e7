package org.securechat.client.attack;

import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.wire.AlertCode;

/**
 * What became of an attack.
 *
 * @param kind in which way
 * @param detail the code of an alert or error, or what was granted
 */
public record Reaction(Kind kind, String detail) {
  /** In which way a server reacts. */
  public enum Kind {
    /** It ended the connection with an alert. */
    ALERT,
    /** It refused the request, and the connection goes on. */
    ERROR,
    /** The client at the other end of the attacked connection noticed. */
    NOTICED,
    /** Everything was as it has to be, where a good answer is what is expected. */
    SOUND,
    /** It ended the connection without a word. */
    HUNG_UP,
    /** It said nothing at all. */
    SILENT,
    /** It gave the attacker what it must not, or did half of what it has to do. */
    GRANTED
  }

  static Reaction alert(AlertCode code) {
    return new Reaction(Kind.ALERT, code.code());
  }

  static Reaction error(ErrorCode code) {
    return new Reaction(Kind.ERROR, code.wireName());
  }

  static Reaction noticed(AlertCode code) {
    return new Reaction(Kind.NOTICED, code.code());
  }

  static Reaction sound(String what) {
    return new Reaction(Kind.SOUND, what);
  }

  static Reaction granted(String what) {
    return new Reaction(Kind.GRANTED, what);
  }

  static Reaction hungUp() {
    return new Reaction(Kind.HUNG_UP, "");
  }

  static Reaction silent() {
    return new Reaction(Kind.SILENT, "");
  }

  /** In words. */
  @Override
  public String toString() {
    switch (kind) {
      case ALERT:
        return "alert " + detail + ", connection closed";
      case ERROR:
        return "error " + detail;
      case NOTICED:
        return "the client notices: " + detail;
      case HUNG_UP:
        return "connection closed without a word";
      case SILENT:
        return "no answer";
      default:
        return detail;
    }
  }
}
