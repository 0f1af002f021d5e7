package org.securechat.client.bench;

import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.protocol.evidence.SignedMessage;

/** A message that was sent, and what of its way is still open. Thread-safe. */
final class SentMessage {
  private final SignedMessage message;
  private final String hash;
  private final MemberAccount sender;
  private final Tally tally;
  private final long since;
  private final Runnable settled;
  private final AtomicInteger open;
  private volatile boolean acknowledged;
  private volatile long position;

  /**
   * @param tally where its way is counted
   * @param since when it was to be sent, by {@link System#nanoTime}
   * @param others who have to get it
   * @param settled called once it is acknowledged and all of them have it
   */
  SentMessage(
      SignedMessage message,
      MemberAccount sender,
      Tally tally,
      long since,
      int others,
      Runnable settled) {
    this.message = message;
    this.hash = message.payloadSha256();
    this.sender = sender;
    this.tally = tally;
    this.since = since;
    this.settled = settled;
    this.open = new AtomicInteger(1 + others);
  }

  SignedMessage message() {
    return message;
  }

  String hash() {
    return hash;
  }

  MemberAccount sender() {
    return sender;
  }

  boolean isAcknowledged() {
    return acknowledged;
  }

  /** The line's, once the server has said it to any member; 0 before. */
  long position() {
    return position;
  }

  void standsAt(long line) {
    position = line;
  }

  /** Whether that was the last thing that was open. */
  boolean acknowledged(long now) {
    acknowledged = true;
    tally.acknowledged(now - since);
    return closed();
  }

  /** Whether that was the last thing that was open. */
  boolean delivered(long now) {
    tally.delivered(now - since);
    return closed();
  }

  private boolean closed() {
    boolean last = open.decrementAndGet() == 0;
    if (last) {
      settled.run();
    }
    return last;
  }
}
