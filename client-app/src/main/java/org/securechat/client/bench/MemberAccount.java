package org.securechat.client.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.securechat.client.bench.Findings.Kind;
import org.securechat.client.bench.RoomAccount.Line;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;

/**
 * The lines of a room as one connection gets them: each once and in order, the own ones as
 * acknowledgements in their place (PROTOCOL.md §7.8). Confined to the connection's receiving
 * thread, but for reading.
 */
final class MemberAccount {
  /** More than a run sends to a room while a member waits. */
  private static final long MOST_SKIPPED = 1_000_000;

  private final String user;
  private final String certificateSha256;
  private final RoomAccount room;
  private final Findings findings;

  /** Lines that were passed over. */
  private final TreeSet<Long> missing = new TreeSet<>();

  private volatile long seen;

  MemberAccount(String user, String certificateSha256, RoomAccount room, Findings findings) {
    this.user = user;
    this.certificateSha256 = certificateSha256;
    this.room = room;
    this.findings = findings;
  }

  String user() {
    return user;
  }

  String certificateSha256() {
    return certificateSha256;
  }

  RoomAccount room() {
    return room;
  }

  void begin(long position) {
    seen = position;
  }

  /** The last line that came. */
  long seen() {
    return seen;
  }

  /**
   * Whether a document is the push of the next line, byte by byte as another member got it. That is
   * the usual case, and spares reading it.
   */
  boolean again(byte[] document, long now) {
    Optional<Line> next = room.line(seen + 1);
    if (next.isEmpty()
        || next.get().sent().sender() == this
        || next.get().document().filter(known -> Arrays.equals(known, document)).isEmpty()) {
      return false;
    }
    long position = seen + 1;
    seen = position;
    delivered(position, next.get(), now);
    return true;
  }

  /** A push came. */
  void pushed(Entry entry, byte[] document, long now) {
    long position = entry.position();
    if (!entry.room().equals(room.name()) || position <= room.start()) {
      // Of the preparations: members who entered, or what was in the room before.
      return;
    }
    if (!isDue(position)) {
      return;
    }
    room.verified(user, entry, document)
        .ifPresent(line -> {
          if (line.sent().sender() == this) {
            findings.add(Kind.DOUBLED, place(position) + ": the own line as a push");
          } else {
            delivered(position, line, now);
          }
        });
  }

  private void delivered(long position, Line line, long now) {
    if (line.sent().delivered(now)) {
      room.settled(line.sent());
    }
    room.passed(position, line);
  }

  /** The answer to an own message came. */
  void acknowledged(SentMessage sent, Answer.SentAnswer answer, long now) {
    long position = answer.position();
    if (!answer.room().equals(room.name()) || !isDue(position)) {
      findings.add(Kind.ALTERED, "an acknowledgement of " + user + " for line " + position);
      return;
    }
    room.acknowledged(sent, position, answer.receivedAt(), answer.chain())
        .ifPresent(line -> {
          if (sent.acknowledged(now)) {
            room.settled(sent);
          }
          room.passed(position, line);
        });
  }

  /** Whether a line may come now; notes what is wrong with its turn. */
  private boolean isDue(long position) {
    if (position <= seen) {
      if (missing.remove(position)) {
        findings.add(Kind.REORDERED, place(position));
        return true;
      }
      findings.add(Kind.DOUBLED, place(position));
      return false;
    }
    if (position - seen > MOST_SKIPPED) {
      findings.add(Kind.ALTERED, place(position) + " is far behind line " + seen);
      return false;
    }
    for (long skipped = seen + 1; skipped < position; skipped++) {
      missing.add(skipped);
    }
    seen = position;
    return true;
  }

  private String place(long position) {
    return "line " + position + " of " + room.name() + " at " + user;
  }

  /** Reports what has not come. */
  void close() {
    for (long position = seen + 1; position <= room.last(); position++) {
      missing.add(position);
    }
    for (long position : missing) {
      // The own ones are reported as unacknowledged.
      if (room.line(position).filter(line -> line.sent().sender() == this).isEmpty()) {
        findings.add(Kind.LOST, place(position));
      }
    }
  }
}
