package org.securechat.it.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** One socket of a {@link ClientLoop}: frames in, bytes out. */
final class FrameChannel {

  /** What comes in; called on the loop's thread. */
  interface Receiver {
    void frame(byte[] payload);

    /** Once, last. Empty for an end where a frame could have begun. */
    void ended(Optional<IOException> failure);
  }

  private static final int HEADER = 4;
  private static final int LARGEST = 65_536;

  private final ClientLoop loop;
  private final SocketChannel channel;
  private final Receiver receiver;
  private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
  private ByteBuffer in = ByteBuffer.allocate(HEADER + LARGEST);
  private SelectionKey key;
  private boolean over;

  FrameChannel(ClientLoop loop, SocketChannel channel, Receiver receiver) {
    this.loop = loop;
    this.channel = channel;
    this.receiver = receiver;
  }

  void registered(SelectionKey registered) {
    synchronized (unsent) {
      key = registered;
      if (!unsent.isEmpty()) {
        key.interestOpsOr(SelectionKey.OP_WRITE);
      }
    }
  }

  /** Hands bytes to the kernel, or to the loop as soon as the kernel takes no more. */
  void send(byte[] bytes) {
    synchronized (unsent) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      try {
        if (unsent.isEmpty()) {
          channel.write(buffer);
        }
      } catch (IOException e) {
        loop.execute(() -> fail(e));
        return;
      }
      if (buffer.hasRemaining()) {
        unsent.add(buffer);
        if (key != null && key.isValid()) {
          key.interestOpsOr(SelectionKey.OP_WRITE);
          loop.execute(() -> {});
        }
      }
    }
  }

  /** Stops reading, so that the peer's answers pile up in the kernel. */
  void deaf() {
    loop.execute(() -> key.interestOpsAnd(~SelectionKey.OP_READ));
  }

  void ready(SelectionKey ready) {
    try {
      if (ready.isWritable()) {
        flush();
      }
      if (ready.isReadable()) {
        read();
      }
    } catch (IOException e) {
      fail(e);
    } catch (CancelledKeyException e) {
      fail(new IOException("closed here", e));
    }
  }

  private void flush() throws IOException {
    synchronized (unsent) {
      while (!unsent.isEmpty()) {
        channel.write(unsent.peek());
        if (unsent.peek().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  private void read() throws IOException {
    int count = channel.read(in);
    in.flip();
    while (in.remaining() >= HEADER) {
      int length = in.getInt(in.position());
      if (length < 1 || length > LARGEST) {
        throw new IOException("the server sent a frame of " + length);
      }
      if (in.remaining() < HEADER + length) {
        break;
      }
      in.getInt();
      byte[] payload = new byte[length];
      in.get(payload);
      receiver.frame(payload);
    }
    in.compact();
    if (count < 0) {
      end(in.position() == 0 ? Optional.empty() : Optional.of(new EOFException("in a frame")));
    }
  }

  void fail(IOException failure) {
    end(Optional.of(failure));
  }

  private void end(Optional<IOException> failure) {
    if (!over) {
      over = true;
      closeQuietly();
      receiver.ended(failure);
    }
  }

  /** Closes the socket without a Close record, as a crashed peer does. */
  void close() {
    closeQuietly();
    loop.execute(() -> fail(new IOException("closed here")));
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
