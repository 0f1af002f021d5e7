package org.securechat.client.storage;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What was said in a room, read line by line in any order: only where each stands is in memory.
 * Confined to one thread.
 */
public final class KeptPayloads implements AutoCloseable {
  private final Optional<RandomAccessFile> file;

  /** Where the line of a position begins, and how long it is; 0 for none. */
  private final long[] starts;

  private final int[] lengths;

  private KeptPayloads(Optional<RandomAccessFile> file, int last) {
    this.file = file;
    this.starts = new long[last + 1];
    this.lengths = new int[last + 1];
  }

  static KeptPayloads open(Path payloads, long last) throws IOException {
    int size = Math.toIntExact(last);
    if (!Files.exists(payloads)) {
      return new KeptPayloads(Optional.empty(), size);
    }
    KeptPayloads kept =
        new KeptPayloads(Optional.of(new RandomAccessFile(payloads.toFile(), "r")), size);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(payloads), 1 << 16)) {
      kept.find(in);
      return kept;
    } catch (IOException e) {
      kept.close();
      throw e;
    }
  }

  private void find(InputStream in) throws IOException {
    // Longer than any line that was written whole.
    int most = 2 * RoomArchive.MAX_PAYLOAD_LINE;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long start = 0;
    long end = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      end++;
      if (next == '\n') {
        note(start, line);
        line.reset();
        start = end;
      } else if (line.size() < most) {
        line.write(next);
      }
    }
  }

  private void note(long start, ByteArrayOutputStream line) {
    long position = RoomArchive.positionOf(line.toString(StandardCharsets.ISO_8859_1));
    if (position > 0 && position < starts.length) {
      starts[(int) position] = start;
      lengths[(int) position] = line.size();
    }
  }

  /** What was said there; empty if it is not kept, or was damaged. */
  public Optional<byte[]> at(long position) throws IOException {
    int index = (int) position;
    if (file.isEmpty() || lengths[index] == 0) {
      return Optional.empty();
    }
    byte[] line = new byte[lengths[index]];
    file.get().seek(starts[index]);
    file.get().readFully(line);
    return RoomArchive.payloadOf(new String(line, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
