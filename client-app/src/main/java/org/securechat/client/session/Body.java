package org.securechat.client.session;

/** What a line says. */
public sealed interface Body {
  /** Somebody's words. {@code sentAt} is the sender's clock, as signed. */
  record Text(String text, String sentAt) implements Body {}

  /** Something that happened to the room, as the server signed it. */
  record Event(String event, String subject, String actor) implements Body {}

  /** It was erased; that it was said, when and by whom still stands. */
  record Erased() implements Body {}

  /** It cannot be read. */
  record Unreadable() implements Body {}
}
