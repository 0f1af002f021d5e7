package org.securechat.client.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.evidence.Chain;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.TranscriptLine;

/**
 * The chain of one room as this client computes it, line by line.
 *
 * <p>A line that does not follow from the one before is not taken in: the last good line remains
 * the point to go on from, should the server come back to the truth. Confined to one thread.
 */
final class RoomTranscript {
  private final List<String> chains = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final Set<String> payloads = new HashSet<>();

  private Optional<Long> brokenAt = Optional.empty();

  /** A room of which nothing is known yet. */
  RoomTranscript(String roomId) {
    chains.add(Chain.genesis(UUID.fromString(roomId)));
  }

  /** What became of a delivered line. */
  sealed interface Step {
    /** It is the next one. The findings do not concern its place in the chain. */
    record Taken(TranscriptLine line, List<TranscriptFinding> findings) implements Step {}

    /** It is known already, word for word. */
    record Known() implements Step {}

    /** The lines up to it are missing. */
    record Missing(long from) implements Step {}

    /** It cannot stand where it was delivered. */
    record Refused(Optional<TranscriptLine> line, List<TranscriptFinding> findings)
        implements Step {}
  }

  long position() {
    return lines.size();
  }

  String chain() {
    return chains.get(chains.size() - 1);
  }

  /** The chain value after that line, if it is known. */
  Optional<String> chainAt(long position) {
    return position < 0 || position > position()
        ? Optional.empty()
        : Optional.of(chains.get((int) position));
  }

  /** The lines from first to last; both must be known. */
  List<String> lines(long first, long last) {
    return List.copyOf(lines.subList((int) (first - 1), (int) last));
  }

  Optional<Long> brokenAt() {
    return brokenAt;
  }

  /** Gives the server another chance to continue from the last good line. */
  void resetChainBreak() {
    brokenAt = Optional.empty();
  }

  /** Takes in lines that were verified when they were kept. */
  void restore(List<String> kept) throws EvidenceException {
    for (String text : kept) {
      TranscriptLine line = TranscriptLine.parse(text);
      if (line.position() != position() + 1) {
        throw new EvidenceException("line " + line.position() + " follows " + position());
      }
      append(text, line);
    }
  }

  Step offer(Entry entry) {
    TranscriptLine line;
    try {
      line = TranscriptLine.parse(entry.line());
    } catch (EvidenceException e) {
      breakIfNext(entry);
      return refused(
          Optional.empty(), List.of(new TranscriptFinding(Fault.NOT_A_LINE, e.getMessage())));
    }
    if (line.position() != entry.position() || !line.receivedAt().equals(entry.receivedAt())) {
      breakIfNext(entry);
      return refused(Optional.of(line), List.of(TranscriptFinding.of(Fault.OTHER_POSITION)));
    }
    if (entry.position() <= position()) {
      return known(entry, line);
    }
    if (brokenAt.isPresent()) {
      String detail = "line " + brokenAt.get();
      return refused(Optional.of(line), List.of(new TranscriptFinding(Fault.AFTER_BREAK, detail)));
    }
    if (entry.position() > position() + 1) {
      return new Step.Missing(position() + 1);
    }
    if (!Chain.next(chain(), entry.line()).equals(entry.chain())) {
      breakIfNext(entry);
      return refused(Optional.of(line), List.of(TranscriptFinding.of(Fault.CHAIN_BROKEN)));
    }
    List<TranscriptFinding> findings =
        payloads.contains(line.payloadSha256())
            ? List.of(TranscriptFinding.of(Fault.REPEATED))
            : List.of();
    append(entry.line(), line);
    return new Step.Taken(line, findings);
  }

  /** Notes that the lines before this one are not to be had. */
  Step withheld(Entry entry) {
    long from = position() + 1;
    brokenAt = Optional.of(from);
    String missing =
        from == entry.position() - 1 ? "" + from : from + " to " + (entry.position() - 1);
    Optional<TranscriptLine> line = Optional.empty();
    try {
      line = Optional.of(TranscriptLine.parse(entry.line()));
    } catch (EvidenceException _) {
      // The line is shown without its fields; that lines are missing is the graver matter.
    }
    return refused(line, List.of(new TranscriptFinding(Fault.WITHHELD, missing)));
  }

  private Step known(Entry entry, TranscriptLine line) {
    String before = lines.get((int) (entry.position() - 1));
    boolean same =
        before.equals(entry.line())
            && entry.chain().equals(chainAt(entry.position()).orElseThrow());
    return same
        ? new Step.Known()
        : refused(Optional.of(line), List.of(TranscriptFinding.of(Fault.CHANGED_LATER)));
  }

  private void append(String text, TranscriptLine line) {
    chains.add(Chain.next(chain(), text));
    lines.add(text);
    payloads.add(line.payloadSha256());
  }

  private void breakIfNext(Entry entry) {
    if (brokenAt.isEmpty() && entry.position() == position() + 1) {
      brokenAt = Optional.of(entry.position());
    }
  }

  private static Step refused(Optional<TranscriptLine> line, List<TranscriptFinding> findings) {
    return new Step.Refused(line, findings);
  }
}
