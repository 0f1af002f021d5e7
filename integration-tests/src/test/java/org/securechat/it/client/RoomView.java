package org.securechat.it.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * What one client has seen of one room, and whether it holds together: positions without gap or
 * repetition, each link of the chain, each payload's hash. The first fault is kept.
 */
public final class RoomView {

  private final List<Entry> entries = new ArrayList<>();
  private long position;
  private String chain;
  private String fault;
  private int repetitions;

  /** From a known head on; the chain is null if only the position is known. */
  public RoomView(long position, String chain) {
    this.position = position;
    this.chain = chain;
  }

  /** From the beginning. */
  public static RoomView fromTheStart(String roomId) {
    return new RoomView(0, Chain.genesis(UUID.fromString(roomId)));
  }

  /** Takes the next line. */
  public synchronized void add(Entry entry) {
    if (entry.position() <= position && !entries.isEmpty()) {
      // Allowed where answers and pushes overlap; a test that must not see any asks.
      repetitions++;
      return;
    }
    entries.add(entry);
    String found = check(entry);
    if (fault == null) {
      fault = found;
    }
    position = entry.position();
    chain = entry.chain();
  }

  private String check(Entry entry) {
    if (entry.position() != position + 1) {
      return "position " + entry.position() + " follows " + position;
    }
    if (chain != null && !entry.chain().equals(Chain.next(chain, entry.line()))) {
      return "the chain breaks at " + entry.position();
    }
    try {
      TranscriptLine line = TranscriptLine.parse(entry.line());
      Optional<SignedMessage> message = entry.message();
      if (message.isPresent() && !message.get().payloadSha256().equals(line.payloadSha256())) {
        return "the payload of " + entry.position() + " is not the line's";
      }
    } catch (EvidenceException e) {
      return "line " + entry.position() + ": " + e.getMessage();
    }
    return null;
  }

  /** The last line seen: under which history its reader writes. */
  public synchronized After after() {
    return new After(position, chain);
  }

  /** Everything seen, in the order of arrival. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The first fault, if there was one. */
  public synchronized Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** How many lines came that had been seen. */
  public synchronized int repetitions() {
    return repetitions;
  }

  /** The position of the last line seen. */
  public synchronized long position() {
    return position;
  }

  /** The chain value after the last line seen. */
  public synchronized String chain() {
    return chain;
  }

  /** The messages of users, in order, without the server's own lines. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Entry entry : entries()) {
      payload(entry).flatMap(payload -> payload.content().words()).ifPresent(texts::add);
    }
    return texts;
  }

  /** The payload of a line that a person has sent. */
  public static Optional<MessagePayload> payload(Entry entry) {
    try {
      return TranscriptLine.parse(entry.line()).isEvent() || entry.message().isEmpty()
          ? Optional.empty()
          : Optional.of(MessagePayload.parse(entry.message().get().payload()));
    } catch (EvidenceException e) {
      throw new AssertionError("line " + entry.position() + " is malformed", e);
    }
  }
}
