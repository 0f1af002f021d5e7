package org.securechat.client.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.securechat.client.session.Outgoing.Fate;
import org.securechat.client.session.SessionListener.Delivery;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * The messages whose fate is not known (PROTOCOL.md §8.3): each until its line is found, wherever
 * that turns up, or until it is certain that there will be none. Thread-safe.
 */
final class Outbox {
  /** One is on its way at a time; others are here only after their senders were told "unknown". */
  private static final int MOST = 1_000;

  private final SessionListener listener;

  /** By the hash of the payload. Guarded by this object's monitor, as all entries are. */
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private static final class Entry {
    private final Outgoing message;
    private Fate fate = new Fate.Unknown();

    /** Once its session is settled: no line of it stands behind that position. */
    private OptionalLong settledAt = OptionalLong.empty();

    /** Whether the user was told something of it that has to be completed. */
    private boolean told;

    /** Whether its sender waits no longer. */
    private boolean abandoned;

    Entry(Outgoing message) {
      this.message = message;
    }
  }

  Outbox(SessionListener listener) {
    this.listener = listener;
  }

  /** Before it is sent. */
  synchronized void add(Outgoing message) {
    if (entries.size() >= MOST) {
      entries.remove(entries.keySet().iterator().next());
    }
    entries.put(message.hash(), new Entry(message));
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The connection is lost, or there was no answer. */
  void waiting(Outgoing message) {
    tell(message, Delivery.WAITING);
  }

  private void tell(Outgoing message, Delivery state) {
    synchronized (this) {
      Entry entry = entries.get(message.hash());
      if (entry != null) {
        entry.told = true;
      }
    }
    listener.delivery(message.room(), message.text(), state);
  }

  /** Its line has been verified: on whatever way it came, the message is sent. */
  void found(RoomTranscript transcript, String room, TranscriptLine line) {
    decide(
        line.payloadSha256(),
        new Fate.Recorded(
            new Answer.SentAnswer(
                room,
                line.position(),
                transcript.chainAt(line.position()).orElseThrow(),
                line.receivedAt())));
  }

  /** The server has answered that it is in the record. */
  void answered(Outgoing message, Answer.SentAnswer answer) {
    decide(message.hash(), new Fate.Recorded(answer));
  }

  /** A login has settled an earlier session: these are the heads behind which none of it comes. */
  synchronized void settled(String session, List<RoomInfo> heads) {
    for (Entry entry : entries.values()) {
      if (entry.message.session().equals(session)) {
        heads.stream()
            .filter(head -> head.id().equals(entry.message.roomId()))
            .findFirst()
            .ifPresent(head -> entry.settledAt = OptionalLong.of(head.position()));
      }
    }
  }

  /** A room's lines up to a position are verified, and those of ours among them were found. */
  void verified(String roomId, long position) {
    List<String> absent = new ArrayList<>();
    synchronized (this) {
      for (Entry entry : entries.values()) {
        if (entry.message.roomId().equals(roomId)
            && entry.fate instanceof Fate.Unknown
            && entry.settledAt.isPresent()
            && entry.settledAt.getAsLong() <= position) {
          absent.add(entry.message.hash());
        }
      }
    }
    absent.forEach(hash -> decide(hash, new Fate.NotRecorded()));
  }

  private void decide(String hash, Fate fate) {
    Entry entry;
    synchronized (this) {
      entry = entries.get(hash);
      if (entry == null || !(entry.fate instanceof Fate.Unknown)) {
        return;
      }
      entry.fate = fate;
      if (entry.abandoned) {
        entries.remove(hash);
      }
      if (!entry.told) {
        return;
      }
    }
    Delivery state =
        switch (fate) {
          case Fate.Recorded _ -> Delivery.SENT;
          case Fate.NotRecorded _ -> entry.abandoned ? Delivery.NOT_SENT : Delivery.AGAIN;
          case Fate.Unknown _ -> Delivery.UNKNOWN;
        };
    listener.delivery(entry.message.room(), entry.message.text(), state);
  }

  /** What is known of it now. It stays here only if that is nothing. */
  synchronized Fate fate(Outgoing message) {
    Entry entry = Objects.requireNonNull(entries.get(message.hash()), "it is not in the outbox");
    if (!(entry.fate instanceof Fate.Unknown)) {
      entries.remove(message.hash());
    }
    return entry.fate;
  }

  /** It was refused: it is not in the record. */
  synchronized void refused(Outgoing message) {
    entries.remove(message.hash());
  }

  /** Its sender is told that nothing is known of it; the user hears when that changes. */
  Optional<Answer.SentAnswer> abandon(Outgoing message) {
    synchronized (this) {
      Entry entry = entries.get(message.hash());
      if (entry != null && entry.fate instanceof Fate.Recorded recorded) {
        entries.remove(message.hash());
        return Optional.of(recorded.line());
      }
      if (entry != null) {
        entry.abandoned = true;
      }
    }
    tell(message, Delivery.UNKNOWN);
    return Optional.empty();
  }
}
