package org.securechat.server.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.server.evidence.ExportPlan.Part;
import org.securechat.server.evidence.LineIndex.LineSize;

/**
 * Cuts lines into parts that fit into one bundle each: by their number, by the bytes of their
 * payloads, and by what a receipt can say of erased ones (PROTOCOL.md §10). The lines of a person
 * are bounded in the same way, because readers of JSON bound its texts. Confined to one thread.
 */
final class PartBuilder {
  private final Optional<String> person;
  private final int maxLines;
  private final long maxBytes;
  private final int maxText;
  private final List<Part> parts = new ArrayList<>();
  private long first;
  private long last;
  private long bytes;
  private int erasedText;
  private long lastErased;
  private SpokenLines spoken = new SpokenLines();

  /**
   * @param person whose lines are to be named
   */
  PartBuilder(Optional<String> person) {
    this(person, BundleMaker.MAX_LINES, BundleMaker.MAX_BYTES, Receipt.MAX_ERASED);
  }

  PartBuilder(Optional<String> person, int maxLines, long maxBytes, int maxText) {
    this.person = person;
    this.maxLines = maxLines;
    this.maxBytes = maxBytes;
    this.maxText = maxText;
  }

  void add(LineSize line) {
    long size = line.bytes().orElse(0);
    boolean erased = line.bytes().isEmpty();
    int text = erased && line.position() != lastErased + 1 ? textOfRange(line.position()) : 0;
    if (last > 0
        && (last - first + 1 == maxLines
            || bytes + size > maxBytes
            || erasedText + text > maxText
            || spoken.length() > maxText)) {
      end();
      text = erased ? textOfRange(line.position()) : 0;
    }
    if (last == 0) {
      first = line.position();
    }
    last = line.position();
    bytes += size;
    if (erased) {
      erasedText += text;
      lastErased = line.position();
    }
    if (person.filter(line.sender()::equals).isPresent()) {
      spoken.add(line.position());
    }
  }

  /** What a range that begins there can come to: two positions and two signs. */
  private static int textOfRange(long position) {
    return 2 * (Long.toString(position).length() + 2);
  }

  private void end() {
    if (last > 0) {
      parts.add(new Part(first, last, spoken.toString()));
    }
    last = 0;
    bytes = 0;
    erasedText = 0;
    lastErased = 0;
    spoken = new SpokenLines();
  }

  List<Part> parts() {
    end();
    return List.copyOf(parts);
  }

  /** Rising positions as {@code 3,5-9}. */
  private static final class SpokenLines {
    private final StringBuilder text = new StringBuilder();
    private long begin;
    private long end;

    void add(long position) {
      if (position != end + 1 || begin == 0) {
        close();
        begin = position;
      }
      end = position;
    }

    /** With the range that is not closed yet. */
    int length() {
      return text.length() + textOfRange(end);
    }

    private void close() {
      if (begin > 0) {
        text.append(text.isEmpty() ? "" : ",").append(begin);
        if (end > begin) {
          text.append('-').append(end);
        }
      }
      begin = 0;
    }

    @Override
    public String toString() {
      close();
      return text.toString();
    }
  }
}
