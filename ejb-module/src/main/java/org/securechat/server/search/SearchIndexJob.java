package org.securechat.server.search;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.securechat.server.JobThread;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.retention.RetentionRepository;
import org.securechat.server.search.SegmentFilters.Backlog;
import org.securechat.server.search.SegmentFilters.SegmentKey;

/**
 * Indexes rooms behind their ends, on a thread of its own that works a quarter of the time. It
 * remembers nothing: each round asks the database what is to be done, so that an interrupted one is
 * continued by the next, after a restart, too. One server at a time does it, the one that has the
 * lease; two at once would do the same work twice and nothing wrong.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SearchIndexJob {
  private static final String LEASE = "search";
  private static final Duration LEASE_LENGTH = Duration.ofMinutes(2);

  /** Renewing it is a commit, so not for every step. */
  private static final Duration LEASE_KEPT = Duration.ofSeconds(30);

  /** For the step that is being done when the server stops. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  /** How long it rests for each moment of work. */
  private static final int REST = 3;

  /** The same for a round that only asks what is to be done. */
  private static final int REST_AFTER_ROUND = 20;

  /** Longest rest after such a round: one slow answer must not put the index off for minutes. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(20);

  /** How many intervals without a line make a room quiet. */
  private static final int QUIET = 6;

  private static final int PAGE = 200;

  private final SegmentFilters filters;
  private final SegmentIndexer indexer;
  private final TranscriptLedger ledger;
  private final RetentionRepository leases;
  private final SearchSettings settings;
  private final Clock clock;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime = System::nanoTime;
  private final UUID holder = UUID.randomUUID();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicLong linesIndexed = new AtomicLong();
  private volatile long linesBehind;
  private volatile Thread thread;

  /** The thread's own. */
  private long leasedUntil;

  /** The thread's own: rooms that do not verify are named in the log once. */
  private final Set<UUID> skipped = new HashSet<>();

  /** For the container's proxy. */
  public SearchIndexJob() {
    this(null, null, null, null, null, null, (ThreadFactory) null);
  }

  @Inject
  public SearchIndexJob(
      SegmentFilters filters,
      SegmentIndexer indexer,
      TranscriptLedger ledger,
      RetentionRepository leases,
      SearchSettings settings,
      Clock clock,
      ManagedThreadFactory threads) {
    this(filters, indexer, ledger, leases, settings, clock, (ThreadFactory) threads);
  }

  SearchIndexJob(
      SegmentFilters filters,
      SegmentIndexer indexer,
      TranscriptLedger ledger,
      RetentionRepository leases,
      SearchSettings settings,
      Clock clock,
      ThreadFactory threads) {
    this.filters = filters;
    this.indexer = indexer;
    this.ledger = ledger;
    this.leases = leases;
    this.settings = settings;
    this.clock = clock;
    this.threads = threads;
  }

  /** Begins, unless there shall be no index. */
  public void start() {
    if (settings.indexed()) {
      thread = threads.newThread(this::repeat);
      thread.setName("securechat-search-index");
      thread.start();
    }
  }

  /** Ends within the lines that are being read. */
  @PreDestroy
  public void stop() {
    stopping.countDown();
    JobThread.awaitEnd(thread, STOPPING);
  }

  /** How many lines no filter stood for when the last round began; 0 without an index. */
  public long linesBehind() {
    return linesBehind;
  }

  /** How many lines this server has indexed since its start. */
  public long linesIndexed() {
    return linesIndexed.get();
  }

  private void repeat() {
    try {
      long rest;
      do {
        long begun = nanoTime.getAsLong();
        long worked = run();
        long asking = nanoTime.getAsLong() - begun - worked;
        rest =
            Math.max(
                settings.interval().toNanos(),
                Math.min(LONGEST_REST.toNanos(), REST_AFTER_ROUND * asking));
      } while (!stopping.await(rest, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does what there is to do. What goes wrong is logged, and tried again at the next round.
   *
   * @return how long it has worked and rested for that, in nanoseconds
   */
  long run() throws InterruptedException {
    long spent = 0;
    try {
      if (!ledger.isTakingLines()) {
        return 0;
      }
      linesBehind = filters.linesBehind();
      spent += emptied();
      long before;
      do {
        before = linesIndexed.get();
        spent += behind();
      } while (linesIndexed.get() > before && !isStopped());
      linesBehind = filters.linesBehind();
    } catch (RuntimeException e) {
      SearchLog.failed(e);
    }
    return spent;
  }

  private long emptied() throws InterruptedException {
    long spent = 0;
    SegmentKey after = SegmentKey.START;
    List<SegmentKey> page;
    do {
      page = filters.emptied(after, PAGE);
      for (SegmentKey segment : page) {
        UUID roomId = UUID.fromString(segment.roomId());
        spent += step(roomId, () -> indexer.again(roomId, segment.segment(), this::isStopped));
        after = segment;
      }
    } while (page.size() == PAGE && !isStopped());
    return spent;
  }

  /** Every room has a turn of a few segments, so that a long one does not keep others waiting. */
  private long behind() throws InterruptedException {
    long spent = 0;
    String after = "";
    List<Backlog> page;
    do {
      long quietSince = clock.millis() - QUIET * settings.interval().toMillis();
      page = filters.behind(after, quietSince, PAGE);
      for (Backlog room : page) {
        spent += step(room.roomId(), () -> indexer.next(room, this::isStopped));
        after = room.roomId().toString();
      }
    } while (page.size() == PAGE && !isStopped());
    return spent;
  }

  private long step(UUID roomId, LongSupplier work) throws InterruptedException {
    if (isStopped() || !isMine()) {
      return 0;
    }
    long begun = nanoTime.getAsLong();
    try {
      linesIndexed.addAndGet(work.getAsLong());
    } catch (LedgerException e) {
      if (e.reason() != LedgerException.Reason.ROOM_BROKEN) {
        throw e;
      }
      // Who searches the room is told that it does not verify.
      if (skipped.add(roomId)) {
        SearchLog.skipped(roomId, e.getMessage());
      }
    }
    var _ = stopping.await(REST * (nanoTime.getAsLong() - begun), TimeUnit.NANOSECONDS);
    return nanoTime.getAsLong() - begun;
  }

  private boolean isStopped() {
    return stopping.getCount() == 0;
  }

  private boolean isMine() {
    long now = clock.millis();
    if (now >= leasedUntil - LEASE_LENGTH.toMillis() + LEASE_KEPT.toMillis()) {
      long until = now + LEASE_LENGTH.toMillis();
      leasedUntil = leases.lease(LEASE, holder, now, until) ? until : 0;
    }
    return leasedUntil > now;
  }
}
