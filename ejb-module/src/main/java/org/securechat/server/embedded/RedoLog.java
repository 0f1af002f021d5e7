package org.securechat.server.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of a fixed size with records one behind the other. It is written from its beginning again
 * when nothing of it is needed any more. All of the space is taken at once, so that a full disk is
 * no obstacle later and forcing a record writes nothing but the record. Confined by its user.
 *
 * <p>A record begins with {@code magic(4) round(8) sequence(4) length(4) sum(4)}. The round is a
 * random number for each beginning, so that what an earlier round left behind the last record is
 * not taken for its continuation. The CRC-32C is over the rest of the header and the content: what
 * the end of the power cut short was not acknowledged, and ends the log.
 */
final class RedoLog implements Closeable {
  private static final int LARGEST = 1 << 30;
  private static final int MAGIC = 0x53435231;
  private static final int HEADER = 24;
  private static final int SUM_AT = 20;
  private static final int BLOCK = 64 * 1024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final FileChannel file;
  private final int capacity;
  private long round = RANDOM.nextLong();
  private int sequence;
  private int end;

  /** Where what was ever written ends, since it was last made empty. */
  private int written;

  /**
   * @param file belongs to this log from here on
   * @param capacity the file's size in bytes, unless it is larger already
   */
  RedoLog(FileChannel file, int capacity) {
    this.file = file;
    this.capacity = capacity;
  }

  /** What the file holds, whole records only. */
  List<byte[]> read() throws IOException {
    List<byte[]> records = new ArrayList<>();
    int size = (int) Math.min(file.size(), LARGEST);
    ByteBuffer content = ByteBuffer.allocate(size);
    while (content.hasRemaining() && file.read(content, content.position()) > 0) {
      // Goes on until the end of the file.
    }
    content.flip();
    long present = 0;
    while (content.remaining() >= HEADER) {
      int start = content.position();
      int magic = content.getInt();
      long of = content.getLong();
      int number = content.getInt();
      int length = content.getInt();
      int sum = content.getInt();
      if (magic != MAGIC
          || number != records.size()
          || (number > 0 && of != present)
          || length < 0
          || length > content.remaining()
          || sum != sum(content.array(), start, length)) {
        break;
      }
      present = of;
      byte[] record = new byte[length];
      content.get(record);
      records.add(record);
    }
    return records;
  }

  /** Takes the file's space and makes it empty, on the disk when this returns. */
  void clear() throws IOException {
    zero((int) Math.max(capacity, Math.min(file.size(), LARGEST)));
    file.force(true);
  }

  private void zero(int to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
    for (int at = 0; at < to; ) {
      zeros.clear().limit(Math.min(BLOCK, to - at));
      at += file.write(zeros, at);
    }
    begin();
    written = 0;
  }

  private void begin() {
    round = RANDOM.nextLong();
    sequence = 0;
    end = 0;
  }

  boolean isEmpty() {
    return end == 0;
  }

  boolean fits(int length) {
    return length <= capacity - HEADER - end;
  }

  /** Writes a record for which there is space; on the disk when this returns. */
  void append(byte[] record) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + record.length);
    bytes.putInt(MAGIC).putLong(round).putInt(sequence).putInt(record.length).putInt(0).put(record);
    bytes.putInt(SUM_AT, sum(bytes.array(), 0, record.length)).flip();
    int at = end;
    written = Math.max(written, end + bytes.limit());
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
    file.force(false);
    end = at;
    sequence++;
  }

  private static int sum(byte[] bytes, int start, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, start, SUM_AT);
    sum.update(bytes, start + HEADER, length);
    return (int) sum.getValue();
  }

  /** Begins anew, and nothing of the old content is left in the file. */
  void erase() throws IOException {
    zero(written);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
