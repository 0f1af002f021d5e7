package org.securechat.client.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.securechat.client.console.model.ChatModel;
import org.securechat.client.session.MessageBody;
import org.securechat.client.session.RoomMessage;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessageContent;

/**
 * Decides in which rooms it is to be stated up to where was read: where the user wants it and may
 * write, for messages of others that were shown and hold, at most once in {@link #BETWEEN}. What
 * others state is no message, so that two clients never answer each other. Thread-safe.
 */
final class ReadPlan {
  /** A server takes one statement a minute (PROTOCOL.md §8.2). */
  static final Duration BETWEEN = Duration.ofSeconds(65);

  private final String me;
  private final Predicate<String> wanted;
  private final Map<String, Room> rooms = new HashMap<>();

  private static final class Room {
    /** The last line that was shown. */
    private long shown;

    /** The last message of somebody else that was shown. */
    private long message;

    /** Up to where it was stated. */
    private long stated;

    /** A line that does not hold: nobody states to have verified it. */
    private long faulty = Long.MAX_VALUE;

    private boolean archived;

    /** Up to which message the server did not take a statement. */
    private long refused;

    private Instant next = Instant.MIN;
    private boolean known;
  }

  /**
   * Nothing was shown yet.
   *
   * @param wanted in which rooms the user wants it
   */
  ReadPlan(String me, Predicate<String> wanted) {
    this.me = me;
    this.wanted = wanted;
  }

  /**
   * A statement that is to be made.
   *
   * @param known whether the room's earlier lines were taken in
   */
  record Due(String room, long upTo, boolean known) {}

  /** A line was heard or read again, whether it is on the screen or not. */
  synchronized void heard(RoomMessage line) {
    Room room = room(line.room());
    if (!line.verified()) {
      room.faulty = Math.min(room.faulty, line.position());
      return;
    }
    switch (line.body()) {
      case MessageBody.Event(EventPayload.Event event, _, _) -> {
        if (event == EventPayload.Event.ARCHIVED) {
          room.archived = true;
        } else if (event == EventPayload.Event.REOPENED) {
          room.archived = false;
        }
      }
      case MessageBody.Said said -> {
        // Of this client, or of another one of the same user.
        if (line.sender().equals(me) && said.content() instanceof MessageContent.Read) {
          room.stated = Math.max(room.stated, said.after());
        }
      }
      case MessageBody.Classic _,
          MessageBody.ClassicNote _,
          MessageBody.Webhook _,
          MessageBody.Decided _,
          MessageBody.Erased _,
          MessageBody.Unknown _,
          MessageBody.Unreadable _ -> {
        // They say nothing of what this user has read.
      }
    }
  }

  /** A line is on the screen. */
  synchronized void shown(RoomMessage line) {
    heard(line);
    Room room = room(line.room());
    if (line.verified() && line.position() < room.faulty) {
      room.shown = Math.max(room.shown, line.position());
      if (!line.sender().equals(me) && ChatModel.isWorthReading(line)) {
        room.message = Math.max(room.message, line.position());
      }
    }
  }

  private Room room(String name) {
    return rooms.computeIfAbsent(name, _ -> new Room());
  }

  /** What is to be stated now. */
  synchronized List<Due> due(Instant now) {
    List<Due> due = new ArrayList<>();
    rooms.forEach((name, room) -> {
      if (room.message > Math.max(room.stated, room.refused)
          && !room.archived
          && !now.isBefore(room.next)
          && wanted.test(name)) {
        due.add(new Due(name, Math.min(room.shown, room.faulty - 1), room.known));
      }
    });
    return due;
  }

  /** The room's earlier lines were taken in: what is due has to be asked again. */
  synchronized void known(String name, Optional<List<RoomMessage>> lines) {
    Room room = room(name);
    room.known = true;
    lines.ifPresent(all -> all.forEach(this::heard));
  }

  /** It was stated, or may have been. */
  synchronized void stated(Due due, Instant now) {
    Room room = room(due.room());
    room.stated = Math.max(room.stated, due.upTo());
    room.next = now.plus(BETWEEN);
  }

  /** Not now: it is tried later. */
  synchronized void later(Due due, Instant now) {
    room(due.room()).next = now.plus(BETWEEN);
  }

  /** It may not be stated there. Nothing is tried before somebody says something. */
  synchronized void refused(Due due, Instant now) {
    Room room = room(due.room());
    room.refused = room.message;
    room.next = now.plus(BETWEEN);
  }
}
