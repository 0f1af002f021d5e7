package org.securechat.client.listening;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.securechat.client.session.RoomMessage;
import org.securechat.client.session.SessionListener;

/**
 * The lines of a room one after the other from a position on: those that come by themselves, and
 * before them those that were missed, which somebody has to replay. A line that comes before its
 * turn is passed over, since it will be among those that are replayed. Thread-safe.
 */
public final class LinesInOrder implements SessionListener {
  private static final long NOT_BEGUN = -1;

  private final SessionListener told;

  /** What was found wrong with lines when they came; kept lines no longer show all of it. */
  private final NavigableMap<Long, RoomMessage> faulty = new TreeMap<>();

  private long position = NOT_BEGUN;
  private long firstLive = Long.MAX_VALUE;
  private boolean ended;

  /**
   * Lines of which none is told yet.
   *
   * @param told hears each line in its turn, and at once those that have no place in the chain
   */
  public LinesInOrder(SessionListener told) {
    this.told = told;
  }

  @Override
  public synchronized void message(RoomMessage message, Optional<String> chain) {
    if (ended) {
      return;
    }
    if (chain.isEmpty()) {
      told.message(message, chain);
    } else if (position == NOT_BEGUN) {
      firstLive = message.live() ? Math.min(firstLive, message.position()) : firstLive;
      remember(message);
    } else if (message.position() > position + 1) {
      remember(message);
    } else {
      // A position that was told before is of a room that was made anew under the old name.
      take(message, chain);
    }
  }

  /** A line that came before, and may have been told. */
  public synchronized void replayed(RoomMessage message, Optional<String> chain) {
    if (!ended && message.position() == position + 1) {
      take(message, chain);
    }
  }

  private void take(RoomMessage message, Optional<String> chain) {
    position = message.position();
    RoomMessage first = faulty.remove(position);
    told.message(first == null ? message : first, chain);
  }

  private void remember(RoomMessage message) {
    if (!message.verified()) {
      faulty.put(message.position(), message);
    }
  }

  /** The last position before the first line that came by itself, or that one if none came. */
  public synchronized long beforeLive(long head) {
    return Math.min(head, firstLive - 1);
  }

  /** From now on the lines after that position are told, first what is wrong with those before. */
  public synchronized void begin(long after) {
    position = after;
    NavigableMap<Long, RoomMessage> before = faulty.headMap(after, true);
    before.values().forEach(message -> told.message(message, Optional.empty()));
    before.clear();
  }

  /** The position of the last line that was told. */
  public synchronized long position() {
    return position;
  }

  /** Nothing more is told. */
  public synchronized void end() {
    ended = true;
  }

  /** Whether nothing more is told. */
  public synchronized boolean isEnded() {
    return ended;
  }
}
