package org.securechat.server.search;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;
import org.securechat.server.search.SegmentFilters.Backlog;
import org.securechat.server.search.SegmentFilters.NewFilter;

/**
 * Makes the filters of a room's segments. The lines are read from the ledger, which checks them. A
 * few segments are stored at a time; what was erased while they were read is never stored: then
 * none of them is. Thread-safe.
 */
@Dependent
class SegmentIndexer {
  /** Segments that are stored in one transaction. */
  static final int AT_A_TIME = 16;

  private static final int LINES = 64;
  private static final int BYTES = 256 * 1024;

  private final TranscriptLedger ledger;
  private final SegmentFilters filters;

  @Inject
  SegmentIndexer(TranscriptLedger ledger, SegmentFilters filters) {
    this.ledger = ledger;
    this.filters = filters;
  }

  /**
   * Indexes what comes next in a room: some full segments, and what is behind them if the room is
   * quiet.
   *
   * @param stop whether to give up
   * @return how many lines have been indexed
   */
  long next(Backlog room, BooleanSupplier stop) {
    long target = room.quiet() ? room.last() : room.last() - room.last() % SegmentRange.SIZE;
    long first = SegmentRange.of(room.indexedTo() + 1);
    long last = Math.min(SegmentRange.of(target), first + AT_A_TIME - 1);
    long to = Math.min(SegmentRange.last(last), target);
    return index(room.roomId(), first, to, to, stop) ? to - room.indexedTo() : 0;
  }

  /** Indexes a segment of which something was erased; as {@link #next} in all else. */
  long again(UUID roomId, long segment, BooleanSupplier stop) {
    long first = SegmentRange.first(segment);
    long last = Math.min(SegmentRange.last(segment), ledger.head(roomId).position());
    return first <= last && index(roomId, segment, last, 0, stop) ? last - first + 1 : 0;
  }

  private boolean index(
      UUID roomId, long firstSegment, long to, long indexedTo, BooleanSupplier stop) {
    long erasures = filters.erasures(roomId);
    List<NewFilter> made = new ArrayList<>();
    for (long segment = firstSegment; SegmentRange.first(segment) <= to; segment++) {
      NewFilter filter = filter(roomId, segment, Math.min(to, SegmentRange.last(segment)), stop);
      if (filter == null) {
        return false;
      }
      made.add(filter);
    }
    return !made.isEmpty() && filters.store(roomId, erasures, indexedTo, made);
  }

  /** Null if it was given up, or if the lines are not there. */
  private NewFilter filter(UUID roomId, long segment, long last, BooleanSupplier stop) {
    GramSet grams = new GramSet(GramFilter.MAX_VALUES);
    long before = SegmentRange.first(segment) - 1;
    String chain = "";
    while (before < last) {
      int lines = (int) Math.min(LINES, last - before);
      HistoryPage page = ledger.history(roomId, before, lines, BYTES);
      if (stop.getAsBoolean() || page.entries().isEmpty()) {
        return null;
      }
      for (LedgerEntry entry : page.entries()) {
        Speech.of(entry)
            .ifPresent(text -> {
              Grams.of(Folding.fold(text), grams::add);
              grams.add(Grams.ofSender(entry.line().sender()));
            });
        before = entry.position();
        chain = entry.chain();
      }
    }
    return new NewFilter(segment, last, chain, GramFilter.of(grams));
  }
}
