package org.securechat.client.session;

import java.util.Optional;
import org.securechat.protocol.evidence.FileInfo;

/**
 * What a user wants to say. The message that it is about is looked up when it is sent. Immutable.
 *
 * @param position of the message that it is about; 0 for a message of its own; up to where was read
 * @param words the text, or the symbol of a reaction; empty for a retraction
 * @param file the file that is sent; for {@code SHARE} alone
 */
public record Draft(Act act, long position, String words, Optional<FileInfo> file) {
  private Draft(Act act, long position, String words) {
    this(act, position, words, Optional.empty());
  }

  /** What is to be done. */
  public enum Act {
    SAY,
    SHARE,
    REPLY,
    EDIT,
    RETRACT,
    REACT,
    WITHDRAW,
    REMOVE,
    READ
  }

  /** A message. */
  public static Draft say(String text) {
    return new Draft(Act.SAY, 0, text);
  }

  /** A file whose content the room has already, with some words or none. */
  public static Draft share(FileInfo file, String caption) {
    return new Draft(Act.SHARE, 0, caption, Optional.of(file));
  }

  /** An answer to the message at a position. */
  public static Draft reply(long position, String text) {
    return new Draft(Act.REPLY, position, text);
  }

  /** Other words in place of one's own message. */
  public static Draft edit(long position, String text) {
    return new Draft(Act.EDIT, position, text);
  }

  /** Takes one's own message back. */
  public static Draft retract(long position) {
    return new Draft(Act.RETRACT, position, "");
  }

  /** Gives a symbol to a message. */
  public static Draft react(long position, String symbol) {
    return new Draft(Act.REACT, position, symbol);
  }

  /** Withdraws a symbol. */
  public static Draft withdraw(long position, String symbol) {
    return new Draft(Act.WITHDRAW, position, symbol);
  }

  /** Takes a message out of a room that one owns. */
  public static Draft remove(long position, String reason) {
    return new Draft(Act.REMOVE, position, reason);
  }

  /** States that one has read what is verified here. */
  public static Draft read() {
    return new Draft(Act.READ, 0, "");
  }

  /** States that one has read up to a line that is verified here. */
  public static Draft read(long upTo) {
    return new Draft(Act.READ, upTo, "");
  }

  /** What its author is told of it while it is on its way. */
  public String summary() {
    return switch (act) {
      case SAY, REPLY, EDIT -> words;
      case SHARE -> "the file " + file.orElseThrow().name();
      case RETRACT -> "line " + position + " taken back";
      case REMOVE -> "line " + position + " removed";
      case READ -> "that you have read";
      case REACT -> words + " for line " + position;
      case WITHDRAW -> "no more " + words + " for line " + position;
    };
  }

  /** Without the words, which belong in no log. */
  @Override
  public String toString() {
    return "Draft[" + act + (position == 0 ? "" : " " + position) + "]";
  }
}
