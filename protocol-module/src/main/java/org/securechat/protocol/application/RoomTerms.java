package org.securechat.protocol.application;

import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.ModerationPayload;

/**
 * What holds in a room now, as its owner and moderators have decided (PROTOCOL.md §7.2). It is what
 * the server says; what is certain follows from the record.
 *
 * @param topic in one line; empty for none
 * @param role of the asking user; empty if the user is no member
 * @param moderatorsOnly whether only the owner and moderators may write
 * @param slowSeconds from one message of an ordinary member to the next, 0 for none
 * @param rules empty for none, and in lists of rooms
 * @param pins the positions of pinned messages, rising; empty in lists of rooms
 */
public record RoomTerms(
    String topic,
    Optional<RoomRole> role,
    boolean moderatorsOnly,
    int slowSeconds,
    String rules,
    List<Long> pins) {
  /** Messages that can be pinned in one room. */
  public static final int MAX_PINS = 50;

  /** Nothing was decided, and the user's role is not told. */
  public static final RoomTerms NONE = new RoomTerms("", Optional.empty(), false, 0, "", List.of());

  /** Keeps a copy of the list. */
  public RoomTerms {
    pins = List.copyOf(pins);
  }

  /** The same, for a user in that role. */
  public RoomTerms as(Optional<RoomRole> other) {
    return new RoomTerms(topic, other, moderatorsOnly, slowSeconds, rules, pins);
  }

  /** The value of {@code writers}. */
  public String writers() {
    return moderatorsOnly
        ? ModerationPayload.WRITERS_MODERATORS
        : ModerationPayload.WRITERS_MEMBERS;
  }
}
