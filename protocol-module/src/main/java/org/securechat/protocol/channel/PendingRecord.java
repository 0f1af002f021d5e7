package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * A record that waits for its turn. It is sealed when it is written, straight into the buffer of
 * that writing: until then all receivers of a message share one {@link Inner}.
 */
public final class PendingRecord {
  private final SecureChannel channel;
  private final Inner inner;
  private final boolean last;

  PendingRecord(SecureChannel channel, Inner inner, boolean last) {
    this.channel = channel;
    this.inner = inner;
    this.last = last;
  }

  /** The bytes of its frame's payload, without those of a KeyUpdate that may come before it. */
  public int payloadLength() {
    return 1 + inner.bodyLength();
  }

  /**
   * Seals it: to be called once, and for the records of a channel in the order in which they were
   * queued.
   *
   * @param space gives room on the heap for the payload of each frame; one or two are made, or none
   *     if the keys are erased
   */
  public void seal(IntFunction<ByteBuffer> space) {
    channel.seal(this, space);
  }

  Inner inner() {
    return inner;
  }

  /** Whether the channel's direction ends with it. */
  boolean last() {
    return last;
  }
}
