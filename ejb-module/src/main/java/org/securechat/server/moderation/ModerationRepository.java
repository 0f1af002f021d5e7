package org.securechat.server.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.securechat.protocol.evidence.ModerationPayload;

/**
 * What was decided about rooms, as a {@link Decision} finds and changes it. It contains no rules.
 * What changes something needs the transaction that writes the decision's line. Thread-safe.
 */
public interface ModerationRepository {

  /**
   * Bans or mutes a user, in place of what there was.
   *
   * @param event {@code BANNED} or {@code MUTED}
   * @param until when it ends; empty if it has to be lifted
   */
  void restrict(UUID roomId, UUID userId, ModerationPayload.Event event, Optional<Instant> until);

  /** Lifts a ban or a mute; nothing if there is none. */
  void lift(UUID roomId, UUID userId, ModerationPayload.Event event);

  /** How many bans, or mutes, a room has that have not been lifted. */
  long countRestricted(UUID roomId, ModerationPayload.Event event);

  /** The positions of pinned messages, rising. */
  List<Long> pins(UUID roomId);

  void pin(UUID roomId, long position);

  void unpin(UUID roomId, long position);

  /**
   * Sets what is decided by an event whose subject is the room.
   *
   * @param at when it is decided
   */
  void set(UUID roomId, ModerationPayload.Event event, String value, Instant at);

  /** What has been set by such an event; empty if nothing has. */
  Optional<String> get(UUID roomId, ModerationPayload.Event event);

  /** The end of a ban or a mute, if there is one: empty inside if it has to be lifted. */
  Optional<Optional<Instant>> restriction(UUID roomId, UUID userId, ModerationPayload.Event event);

  /** Who may write in a room, and how often. */
  Writing writing(UUID roomId);

  /** The rooms in which not all members may write whenever they like. */
  List<UUID> restrictedRooms();

  boolean isMember(UUID roomId, String username);

  /**
   * What a user has written last in a room, the latest first.
   *
   * @param after received later than this
   */
  List<Written> written(UUID roomId, String sender, Instant after, int limit);

  /**
   * Who may write in a room, and how often.
   *
   * @param slow how often an ordinary member may
   * @param moderators the owner among them
   * @param silenced who are muted or banned, and until when: {@link Instant#MAX} until it is lifted
   */
  record Writing(
      boolean moderatorsOnly,
      SlowMode slow,
      Set<String> moderators,
      Map<String, Instant> silenced) {
    /** Keeps copies. */
    public Writing {
      moderators = Set.copyOf(moderators);
      silenced = Map.copyOf(silenced);
    }

    /** Whether all members may write whenever they like. */
    boolean isFree() {
      return !moderatorsOnly && !slow.isOn() && silenced.isEmpty();
    }
  }

  /**
   * How often an ordinary member may write in a room.
   *
   * @param seconds from one message to the next, 0 for none
   * @param since when slow mode was switched on; what was said before does not count
   */
  record SlowMode(int seconds, Instant since) {
    static final SlowMode OFF = new SlowMode(0, Instant.EPOCH);

    boolean isOn() {
      return seconds != 0;
    }

    /** Behind which no other message of the author may stand, for one that is received then. */
    Instant before(Instant time) {
      Instant earliest = time.minusSeconds(seconds);
      return earliest.isAfter(since) ? earliest : since;
    }
  }

  /**
   * A line of a user's.
   *
   * @param payload empty if it has been erased
   */
  record Written(Instant receivedAt, Optional<byte[]> payload) {}
}
