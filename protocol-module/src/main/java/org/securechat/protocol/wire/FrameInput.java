package org.securechat.protocol.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads frames from a blocking stream. For a peer that has a thread per connection, such as the
 * client.
 *
 * <p>Confined to one thread. Closing the stream is the caller's business.
 */
public final class FrameInput {
  private final InputStream in;

  /** Reads from {@code in}, which should be buffered. */
  public FrameInput(InputStream in) {
    this.in = Objects.requireNonNull(in, "in");
  }

  /**
   * The next frame, or nothing if the stream ended where a frame could have begun. Whether such an
   * end is legitimate only the channel knows. PROTOCOL.md §4: a peer that closes sends Close first.
   *
   * @throws EOFException if the stream ended inside a frame
   * @throws IOException if the stream failed
   * @throws ProtocolException {@code bad_frame} or {@code too_large}; nothing more can be read
   */
  public Optional<Frame> read() throws IOException, ProtocolException {
    byte[] header = in.readNBytes(Limits.HEADER_LENGTH);
    if (header.length == 0) {
      return Optional.empty();
    }
    requireLength(header, Limits.HEADER_LENGTH);
    long length = 0;
    for (byte b : header) {
      length = (length << 8) | (b & 0xff);
    }
    Frame.checkLength(length);
    byte[] payload = in.readNBytes((int) length);
    requireLength(payload, (int) length);
    return Optional.of(Frame.parse(payload));
  }

  private static void requireLength(byte[] read, int expected) throws EOFException {
    if (read.length < expected) {
      throw new EOFException("the stream ended inside a frame");
    }
  }
}
