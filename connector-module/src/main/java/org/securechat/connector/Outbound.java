package org.securechat.connector;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.securechat.connector.contract.DeferredPayload;

/**
 * The bounded way out of one connection. Callers only enqueue; the event loop makes what waits into
 * few buffers and writes them, at most one socket buffer ahead of what the peer takes. So the order
 * of calls is the order on the wire, and no caller ever waits for a peer.
 */
final class Outbound {

  /** Frames are packed into buffers of about this many bytes; also Netty's default high mark. */
  private static final int BATCH_BYTES = 64 * 1024;

  private final Channel channel;
  private final Framing framing;
  private final int limit;

  private final Queue<DeferredPayload> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong pendingBytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean finishing;
  private volatile boolean abandoned;
  private boolean finished; // event loop only

  Outbound(Channel channel, Framing framing, int limit) {
    this.channel = channel;
    this.framing = framing;
    this.limit = limit;
  }

  /**
   * Enqueues a payload; {@link #schedule} has it written. Returns false if it would exceed the
   * bound. Safe from any thread.
   */
  boolean offer(DeferredPayload payload) {
    int length = framing.encodedLength(payload.length());
    if (pendingBytes.addAndGet(length) > limit) {
      pendingBytes.addAndGet(-length);
      return false;
    }
    queue.add(payload);
    return true;
  }

  /**
   * Nothing more will be offered: {@link PipelineEvent#FLUSHED} is fired when all is written. Safe
   * from any thread.
   */
  void finish() {
    finishing = true;
    schedule();
  }

  /** Forgets what waits, since the peer will not read it. Safe from any thread. */
  void abandon() {
    abandoned = true;
    queue.clear();
  }

  /** Has the event loop write what waits, as far as the peer takes it. Safe from any thread. */
  void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        channel.eventLoop().execute(this::drain);
      } catch (RejectedExecutionException e) {
        abandon(); // The adapter has stopped, and the channel is closed with it.
      }
    }
  }

  /** Writes what waits, as far as the peer takes it. On the event loop only. */
  void drain() {
    scheduled.set(false);
    if (abandoned) {
      queue.clear();
      return;
    }
    while (!queue.isEmpty() && channel.isActive()) {
      while (!queue.isEmpty() && channel.isWritable()) {
        if (!writeBatch()) {
          return;
        }
      }
      channel.flush();
      if (!channel.isWritable()) {
        return; // Goes on when the channel becomes writable again.
      }
    }
    if (finishing && !finished && queue.isEmpty()) {
      finished = true;
      channel
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> channel.pipeline().fireUserEventTriggered(PipelineEvent.FLUSHED));
    }
  }

  /**
   * Ciphers are at their best on the heap; from there Netty copies once, to where the kernel reads.
   */
  private boolean writeBatch() {
    ByteBuf batch = channel.alloc().heapBuffer((int) Math.min(pendingBytes.get(), 2 * BATCH_BYTES));
    int length = 0;
    try {
      DeferredPayload payload = queue.poll();
      while (payload != null) {
        payload.writeTo(size -> framing.frame(size, batch));
        length += framing.encodedLength(payload.length());
        payload = length < BATCH_BYTES ? queue.poll() : null;
      }
    } catch (RuntimeException e) {
      batch.release();
      abandon();
      channel.pipeline().fireExceptionCaught(e);
      return false;
    }
    int done = length;
    channel.write(batch).addListener(written -> pendingBytes.addAndGet(-done));
    return true;
  }
}
