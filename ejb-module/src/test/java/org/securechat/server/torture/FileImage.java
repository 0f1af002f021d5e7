package org.securechat.server.torture;

import java.util.Arrays;
import org.securechat.server.torture.DiskEvent.Truncated;
import org.securechat.server.torture.DiskEvent.Written;

/** The content of a file. What was never written is zero. Confined to one thread. */
final class FileImage {
  private byte[] bytes;
  private int size;

  FileImage(byte[] content) {
    bytes = content.clone();
    size = content.length;
  }

  FileImage copy() {
    return new FileImage(content());
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  void apply(Written written) {
    write(written, 0, written.bytes().length);
  }

  void apply(Truncated truncated) {
    truncate(truncated.size());
  }

  /** Some bytes of a write reach the disk. */
  void write(Written written, int from, int to) {
    int end = Math.toIntExact(written.position() + to);
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    System.arraycopy(
        written.bytes(), from, bytes, Math.toIntExact(written.position()) + from, to - from);
    size = Math.max(size, end);
  }

  private void truncate(long to) {
    if (to < size) {
      Arrays.fill(bytes, Math.toIntExact(to), size, (byte) 0);
      size = Math.toIntExact(to);
    }
  }
}
