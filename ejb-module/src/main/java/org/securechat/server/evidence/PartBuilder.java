package org.securechat.server.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.securechat.protocol.evidence.PositionText;
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
  private PositionText spoken = new PositionText();

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
    int text =
        erased && line.position() != lastErased + 1
            ? PositionText.maxLengthOfRange(line.position())
            : 0;
    if (last > 0
        && (last - first + 1 == maxLines
            || bytes + size > maxBytes
            || erasedText + text > maxText
            || spoken.maxLength() > maxText)) {
      end();
      text = erased ? PositionText.maxLengthOfRange(line.position()) : 0;
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

  private void end() {
    if (last > 0) {
      parts.add(new Part(first, last, spoken.toString()));
    }
    last = 0;
    bytes = 0;
    erasedText = 0;
    lastErased = 0;
    spoken = new PositionText();
  }

  List<Part> parts() {
    end();
    return List.copyOf(parts);
  }
}
