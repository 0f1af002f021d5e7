package org.securechat.client.attack.target;

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
    /** It named an error of the classic protocol and ended the connection. */
    ENDED,
    /** It named an error of the classic protocol, and what is good is still taken. */
    GOES_ON,
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

  public static Reaction alert(AlertCode code) {
    return new Reaction(Kind.ALERT, code.code());
  }

  public static Reaction error(ErrorCode code) {
    return new Reaction(Kind.ERROR, code.wireName());
  }

  /** An error of the classic protocol, and the end. */
  public static Reaction ended(String code) {
    return new Reaction(Kind.ENDED, code);
  }

  /** An error of the classic protocol after which the connection can be used as before. */
  public static Reaction goesOn(String code) {
    return new Reaction(Kind.GOES_ON, code);
  }

  public static Reaction noticed(AlertCode code) {
    return new Reaction(Kind.NOTICED, code.code());
  }

  /** A good answer, and what it was. */
  public static Reaction sound(String what) {
    return new Reaction(Kind.SOUND, what);
  }

  /** What the attacker was given. */
  public static Reaction granted(String what) {
    return new Reaction(Kind.GRANTED, what);
  }

  /** The end without a word. */
  public static Reaction hungUp() {
    return new Reaction(Kind.HUNG_UP, "");
  }

  /** Nothing within the time that the target may take. */
  public static Reaction silent() {
    return new Reaction(Kind.SILENT, "");
  }

  /** In words. */
  @Override
  public String toString() {
    return switch (kind) {
      case ALERT -> "alert " + detail + ", connection closed";
      case ERROR -> "error " + detail;
      case ENDED -> "error " + detail + ", connection closed";
      case GOES_ON -> "error " + detail + ", connection goes on";
      case NOTICED -> "the client notices: " + detail;
      case HUNG_UP -> "connection closed without a word";
      case SILENT -> "no answer";
      case GRANTED, SOUND -> detail;
    };
  }
}
