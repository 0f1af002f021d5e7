package org.securechat.client.session;

import java.time.Duration;
import java.util.Optional;
import org.securechat.client.ClientException;

/**
 * Hears what happens in a session, in order, on the session's own thread. A listener that takes its
 * time delays what follows; it must not ask the session for anything that waits.
 */
public interface SessionListener {
  /** How it stands with the connection. */
  enum Link {
    CONNECTED,
    LOST,
    GIVEN_UP
  }

  /** How it stands with a message that was not answered at once. */
  enum Delivery {
    /** The connection was lost: its line is looked for. */
    WAITING,
    /** Its line was found. */
    SENT,
    /** There is no line of it and there will be none: it is sent once more. */
    AGAIN,
    /** There is no line of it and there will be none; its sender waits no longer. */
    NOT_SENT,
    /** Its sender waits no longer, and a line of it may still turn up. */
    UNKNOWN
  }

  /** How it stands with a message of one's own; not told of one that is answered at once. */
  default void delivery(String room, String text, Delivery state) {}

  /** A line of a followed room; each position once. */
  default void message(RoomMessage message) {}

  /**
   * The same, for who keeps account of the chain.
   *
   * @param chain the chain value after the line; empty if it has no place in the chain that was
   *     verified here
   */
  default void message(RoomMessage message, Optional<String> chain) {
    message(message);
  }

  /**
   * What is kept of a room was damaged, and is whole again.
   *
   * @param what was found and done
   */
  default void repaired(String room, String what) {}

  /** Something is wrong with a room itself rather than with one line. */
  default void alarm(String room, TranscriptFinding finding) {}

  /** A member of a room came or went. */
  default void presence(String user, String room, boolean online) {}

  /** The server has something to say. */
  default void notice(String text) {}

  /** A receipt came and was kept. */
  default void receipt(ReceiptOutcome outcome) {}

  /** The server contradicts itself, and what shows it was saved. */
  default void contradiction(Contradiction found) {}

  /** Something that arrived could not be dealt with. */
  default void trouble(ClientException problem) {}

  /**
   * There is no connection, and another attempt will be made.
   *
   * @param why the last one failed, or the connection was lost
   * @param wait how long it is until then
   */
  default void retrying(ClientException why, Duration wait) {}

  /** The connection came, went, or will not come back. */
  default void connection(Link link, Optional<ClientException> why) {}
}
