package org.securechat.client.console.model;

/**
 * Something that the client itself says in a room, beside the conversation. It has no number, so
 * that it cannot pass for a line of the record.
 *
 * @param text one or more lines
 */
public record Aside(String text, Tone tone) {
  /** How loud it is said. */
  public enum Tone {
    /** By the way. */
    QUIET,
    /** What a command has printed. */
    ANSWER,
    /** Something does not hold. */
    LOUD
  }
}
