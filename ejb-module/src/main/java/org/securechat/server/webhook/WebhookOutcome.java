package org.securechat.server.webhook;

import java.time.Instant;

/** What became of something that came in by a webhook. */
public sealed interface WebhookOutcome {
  /** It is a line of the room. */
  record Taken(long position, Instant receivedAt) implements WebhookOutcome {}

  /** It is not. */
  record Refused(Reason reason) implements WebhookOutcome {}

  /** Why something is not taken. */
  enum Reason {
    /** There is no such webhook, or it is one no longer. */
    UNKNOWN,
    /** There was more in a minute than it takes. */
    TOO_MANY,
    /** The text is empty or too long. */
    NOT_A_TEXT,
    /** The room is archived. */
    ARCHIVED
  }
}
