package org.securechat.server.search;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;
import org.securechat.server.search.SegmentFilters.StoredFilter;

/**
 * Finds messages of one room. Whether the caller may read them is decided before.
 *
 * <p>The filters rule segments out; every line of the others is read from the ledger, which checks
 * it, and compared. Lines that are not indexed are read as well. A few segments are in memory at a
 * time, and the search ends after some seconds, wherever it is. Thread-safe.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MessageSearch {
  /** After so long a search ends behind the segment that it is reading. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Filters that are read at a time: some hundred KiB. */
  private static final int FILTERS = 32;

  private static final int LINES = 64;
  private static final int BYTES = 256 * 1024;

  private final TranscriptLedger ledger;
  private final SegmentFilters filters;
  private final SearchSettings settings;
  private final LongSupplier nanoTime;
  private final Duration longest;

  /** For the container's proxy. */
  public MessageSearch() {
    this(null, null, null);
  }

  @Inject
  public MessageSearch(TranscriptLedger ledger, SegmentFilters filters, SearchSettings settings) {
    this(ledger, filters, settings, System::nanoTime, LONGEST);
  }

  MessageSearch(
      TranscriptLedger ledger,
      SegmentFilters filters,
      SearchSettings settings,
      LongSupplier nanoTime,
      Duration longest) {
    this.ledger = ledger;
    this.filters = filters;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.longest = longest;
  }

  /**
   * Searches until there is a page, until nothing is left to search, or for as long as a search of
   * an administrator may take; at least one segment.
   *
   * @throws LedgerException {@code ROOM_BROKEN} if a line that is read does not verify; {@code
   *     NOT_READ}
   */
  public SearchPage search(UUID roomId, SearchRequest request) {
    return search(roomId, request, longest);
  }

  /**
   * As {@link #search(UUID, SearchRequest)}.
   *
   * @param limit for how long, but for the segment that is being read then
   */
  public SearchPage search(UUID roomId, SearchRequest request, Duration limit) {
    return new Run(roomId, request, limit).page();
  }

  /** One search. Confined to its thread. */
  private final class Run {
    private final UUID roomId;
    private final SearchRequest request;
    private final long[] grams;
    private final long end;
    private final List<Hit> hits = new ArrayList<>();
    private final Map<Long, StoredFilter> known = new HashMap<>();

    Run(UUID roomId, SearchRequest request, Duration limit) {
      this.roomId = roomId;
      this.request = request;
      this.grams = grams(request);
      this.end = nanoTime.getAsLong() + limit.toNanos();
    }

    SearchPage page() {
      long from = request.from();
      long to = request.to();
      while (from <= to) {
        long segment = SegmentRange.of(request.newestFirst() ? to : from);
        long first = Math.max(from, SegmentRange.first(segment));
        long last = Math.min(to, SegmentRange.last(segment));
        search(segment, first, last);
        if (hits.size() >= request.limit()) {
          return full(from, to);
        }
        if (request.newestFirst()) {
          to = first - 1;
        } else {
          from = last + 1;
        }
        if (nanoTime.getAsLong() - end >= 0) {
          break;
        }
      }
      return new SearchPage(hits, request.newestFirst() ? to + 1 : from - 1, from <= to);
    }

    /** The search has come to the last hit of the page. */
    private SearchPage full(long from, long to) {
      List<Hit> page = hits.subList(0, request.limit());
      long last = page.get(page.size() - 1).position();
      return new SearchPage(page, last, request.newestFirst() ? last > from : last < to);
    }

    private void search(long segment, long first, long last) {
      long start = first;
      StoredFilter filter = settings.indexed() ? filter(segment) : null;
      if (filter != null && !GramFilter.mayHold(filter.grams(), grams)) {
        start = Math.max(first, filter.last() + 1);
      }
      if (start <= last) {
        List<Hit> found = read(start, last);
        if (request.newestFirst()) {
          Collections.reverse(found);
        }
        hits.addAll(found);
      }
    }

    private StoredFilter filter(long segment) {
      if (!known.containsKey(segment)) {
        known.clear();
        long first = request.newestFirst() ? Math.max(0, segment - FILTERS + 1) : segment;
        for (long each = first; each < first + FILTERS; each++) {
          known.put(each, null);
        }
        filters
            .read(roomId, first, first + FILTERS - 1)
            .forEach(filter -> known.put(filter.segment(), filter));
      }
      return known.get(segment);
    }

    private List<Hit> read(long first, long last) {
      List<Hit> found = new ArrayList<>();
      long before = first - 1;
      while (before < last) {
        int lines = (int) Math.min(LINES, last - before);
        HistoryPage page = ledger.history(roomId, before, lines, BYTES);
        if (page.entries().isEmpty()) {
          break;
        }
        for (LedgerEntry entry : page.entries()) {
          before = entry.position();
          if (request.sender().map(entry.line().sender()::equals).orElse(true)) {
            Speech.of(entry)
                .flatMap(text -> Excerpt.of(text, request.wording()))
                .map(text -> new Hit(entry, text))
                .ifPresent(found::add);
          }
        }
        if (!request.newestFirst() && hits.size() + found.size() >= request.limit()) {
          break;
        }
      }
      return found;
    }
  }

  private static long[] grams(SearchRequest request) {
    long[] words = request.wording().map(Wording::grams).orElse(new long[0]);
    if (request.sender().isEmpty()) {
      return words;
    }
    long[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = Grams.ofSender(request.sender().get());
    return all;
  }
}
