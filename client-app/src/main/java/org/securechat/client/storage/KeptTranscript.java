package org.securechat.client.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * A file of transcript lines as it was found: the lines from the first on, up to the first damage,
 * and whatever is behind it.
 */
final class KeptTranscript {
  /** PROTOCOL.md §14: a transcript line has at most so many characters. */
  static final int MAX_LINE = 5_765;

  private final byte[] bytes;
  private final List<String> lines = new ArrayList<>();
  private final SortedMap<Long, String> behind = new TreeMap<>();
  private int length;

  private KeptTranscript(byte[] bytes) {
    this.bytes = bytes;
    boolean whole = true;
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        Optional<TranscriptLine> line = line(bytes, start, i);
        whole &= line.isPresent() && line.get().position() == lines.size() + 1L;
        if (whole) {
          lines.add(line.get().format());
          length = i + 1;
        } else {
          line.ifPresent(one -> behind.putIfAbsent(one.position(), one.format()));
        }
        start = i + 1;
      }
    }
  }

  /** Of a file that need not exist. */
  static KeptTranscript read(Path file) throws IOException {
    return new KeptTranscript(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
  }

  /** The line of those bytes; empty for what is none. */
  static Optional<TranscriptLine> line(byte[] bytes, int start, int end) {
    if (end - start > MAX_LINE) {
      return Optional.empty();
    }
    try {
      String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
      return Optional.of(TranscriptLine.parse(text));
    } catch (EvidenceException _) {
      return Optional.empty();
    }
  }

  /** Line 1, 2 and so on. */
  List<String> lines() {
    return lines;
  }

  /** The bytes of those. */
  int length() {
    return length;
  }

  /** What is a line behind the damage. */
  SortedMap<Long, String> behind() {
    return behind;
  }

  /** All lines, wherever they stand. */
  SortedMap<Long, String> anyLines() {
    SortedMap<Long, String> all = new TreeMap<>(behind);
    for (int i = 0; i < lines.size(); i++) {
      all.putIfAbsent(i + 1L, lines.get(i));
    }
    return all;
  }

  /** The bytes from the damage on; empty if there is none. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, length, bytes.length);
  }
}
