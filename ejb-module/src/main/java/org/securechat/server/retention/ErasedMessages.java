package org.securechat.server.retention;

import java.util.List;

/**
 * What became of a user's messages.
 *
 * @param erased how many have lost their payload by this call
 * @param kept the rooms in which messages still have theirs, by name
 */
public record ErasedMessages(long erased, List<Kept> kept) {
  public ErasedMessages {
    kept = List.copyOf(kept);
  }

  /** Whether nothing is left that could be read. */
  public boolean isComplete() {
    return kept.isEmpty();
  }

  /** Why something is still there. */
  public enum Reason {
    /** There is a legal hold on the room; when it has been lifted, ask again. */
    HELD,
    /** The room's record could not be written, or does not verify; ask again. */
    UNAVAILABLE
  }

  /** A room and why it keeps messages. */
  public record Kept(String room, Reason reason) {}
}
