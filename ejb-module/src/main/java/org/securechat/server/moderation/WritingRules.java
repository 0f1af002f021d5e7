package org.securechat.server.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.Kind;
import org.securechat.protocol.evidence.MessageContent;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.limit.LruMap;
import org.securechat.server.moderation.ModerationException.Reason;
import org.securechat.server.moderation.ModerationRepository.SlowMode;
import org.securechat.server.moderation.ModerationRepository.Writing;
import org.securechat.server.room.RoomException;

/**
 * Who may write in which room, answered from memory for every message: once when it comes, and once
 * more when its line gets its place, on the ledger's writer thread, which also makes every change.
 * So no message can come to stand behind the line by which its author may not write any more.
 *
 * <p>What is remembered of a room is forgotten when something is decided about it, or somebody
 * leaves it, and is read again by the next message. Thread-safe.
 */
@ApplicationScoped
public class WritingRules {
  private static final int MAX_REMEMBERED = 20_000;

  /** Lines that are looked at for the author's last message. */
  private static final int MAX_LOOKED_AT = 100;

  /** Somebody in a room. */
  private record Place(UUID room, String user) {}

  private final ModerationRepository moderation;
  private final Map<UUID, Writing> rules = new ConcurrentHashMap<>();

  /** The rooms of which has to be read what holds. */
  private final Set<UUID> changed = ConcurrentHashMap.newKeySet();

  /** Who has left a room of late, and may be thought to be in it by a session of theirs. */
  private final Map<Place, Boolean> left = new LruMap<>(MAX_REMEMBERED);

  private volatile boolean loaded;

  /** For the container's proxy. */
  public WritingRules() {
    this(null);
  }

  @Inject
  public WritingRules(ModerationRepository moderation) {
    this.moderation = moderation;
  }

  /** Something is being decided about a room, or was, or was not after all. */
  public void changed(UUID room) {
    changed.add(room);
  }

  /** A user is leaving a room. */
  public void leaving(UUID room, String user) {
    synchronized (left) {
      left.put(new Place(room, user), true);
    }
    // With the membership ends the role.
    changed.add(room);
  }

  /** Another server has written these lines. */
  public void found(List<LedgerEntry> lines) {
    for (LedgerEntry line : lines) {
      if (line.line().isEvent() && line.message().isPresent()) {
        found(line.roomId(), line.message().get().payload());
      }
    }
  }

  private void found(UUID room, byte[] payload) {
    try {
      EventPayload event = EventPayload.parse(payload);
      if (event.event() == EventPayload.Event.LEFT) {
        leaving(room, event.subject());
      }
    } catch (EvidenceException e) {
      // A decision, or a line that has nothing to do with this.
      changed.add(room);
    }
  }

  /**
   * On the ledger's writer thread: refuses a line of a user's that they may not write (PROTOCOL.md
   * §9.3).
   *
   * @param time at which it is received
   * @throws RoomException {@code NOT_PERMITTED} if the user has left the room; {@code READ_ONLY}
   * @throws ModerationException {@code MUTED}
   */
  public void require(UUID room, String user, Kind kind, Instant time) {
    requireNotLeft(room, user);
    require(rule(room), user, kind, time);
  }

  /**
   * As {@link #require}, before a line is asked for, from any thread: as far as that is known now.
   */
  public void expect(UUID room, String user, Kind kind, Instant time) {
    load();
    if (!changed.contains(room)) {
      require(rules.get(room), user, kind, time);
    }
  }

  private static void require(Writing rule, String user, Kind kind, Instant time) {
    if (rule == null || kind.equals(Kind.RETRACTION) || kind.equals(Kind.READ)) {
      return;
    }
    Instant end = rule.silenced().get(user);
    if (end != null && end.isAfter(time)) {
      throw new ModerationException(
          Reason.MUTED, Optional.of(end).filter(until -> !until.equals(Instant.MAX)));
    }
    if (rule.moderatorsOnly() && !kind.equals(Kind.REACTION) && !rule.moderators().contains(user)) {
      throw new RoomException(RoomException.Reason.READ_ONLY, "not a moderator");
    }
  }

  private void requireNotLeft(UUID room, String user) {
    Place place = new Place(room, user);
    synchronized (left) {
      if (!left.containsKey(place)) {
        return;
      }
    }
    if (!moderation.isMember(room, user)) {
      throw new RoomException(RoomException.Reason.NOT_PERMITTED, "not a member any more");
    }
    // Back, or never gone because the line was not written.
    synchronized (left) {
      left.remove(place);
    }
  }

  /** How often a user may write messages in a room; empty for as often as they like. */
  public Optional<SlowMode> slowMode(UUID room, String user) {
    load();
    Writing rule = changed.contains(room) ? moderation.writing(room) : rules.get(room);
    return rule == null || !rule.slow().isOn() || rule.moderators().contains(user)
        ? Optional.empty()
        : Optional.of(rule.slow());
  }

  /**
   * Refuses a message that comes too soon after the author's last one since slow mode was switched
   * on; in its transaction.
   *
   * @throws ModerationException {@code TOO_SOON}
   */
  public void requireNotTooSoon(UUID room, String user, Instant time, SlowMode slow) {
    moderation.written(room, user, slow.before(time), MAX_LOOKED_AT).stream()
        .filter(line -> line.payload().map(WritingRules::isMessage).orElse(true))
        .findFirst()
        .ifPresent(last -> {
          throw new ModerationException(
              Reason.TOO_SOON, Optional.of(last.receivedAt().plusSeconds(slow.seconds())));
        });
  }

  private static boolean isMessage(byte[] payload) {
    try {
      return MessageContent.isMessage(MessagePayload.parse(payload).content().kind());
    } catch (EvidenceException e) {
      // Of a kind that a newer server has taken.
      return false;
    }
  }

  /** On the writer's thread, which sees what its own transaction has changed. */
  private Writing rule(UUID room) {
    load();
    if (changed.remove(room)) {
      Writing rule;
      try {
        rule = moderation.writing(room);
      } catch (RuntimeException e) {
        changed.add(room);
        throw e;
      }
      if (rule.isFree()) {
        rules.remove(room);
      } else {
        rules.put(room, rule);
      }
    }
    return rules.get(room);
  }

  private void load() {
    if (!loaded) {
      synchronized (changed) {
        if (!loaded) {
          changed.addAll(moderation.restrictedRooms());
          loaded = true;
        }
      }
    }
  }
}
