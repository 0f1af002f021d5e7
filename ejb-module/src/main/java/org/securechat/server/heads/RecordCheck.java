package org.securechat.server.heads;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.heads.HeadRecords.LineCount;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * Counts the lines of all rooms, at the start and then every hour, and has those verified whole
 * where lines are missing: deleted rows are noticed although nobody reads the room. On a thread of
 * its own, because counting takes a while where there are millions.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RecordCheck {
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final HeadRecords records;
  private final TranscriptLedger ledger;
  private final ThreadFactory threads;
  private final CountDownLatch stopping = new CountDownLatch(1);

  /** For the container's proxy. */
  public RecordCheck() {
    this(null, null, (ThreadFactory) null);
  }

  @Inject
  public RecordCheck(HeadRecords records, TranscriptLedger ledger, ManagedThreadFactory threads) {
    this(records, ledger, (ThreadFactory) threads);
  }

  RecordCheck(HeadRecords records, TranscriptLedger ledger, ThreadFactory threads) {
    this.records = records;
    this.ledger = ledger;
    this.threads = threads;
  }

  /** Begins to count. */
  public void start() {
    Thread thread = threads.newThread(this::repeat);
    thread.setName("securechat-record-check");
    thread.start();
  }

  private void repeat() {
    try {
      do {
        run();
      } while (!stopping.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after the room that is being verified; does not wait for that. */
  @PreDestroy
  public void stop() {
    stopping.countDown();
  }

  /** Counts once. Never throws: what goes wrong is logged, and tried again at the next run. */
  void run() {
    try {
      for (UUID room : suspects()) {
        if (stopping.getCount() > 0) {
          // What does not verify is refused and logged there.
          var _ = ledger.check(room);
        }
      }
    } catch (RuntimeException e) {
      HeadsLog.notChecked(e);
    }
  }

  private Set<UUID> suspects() {
    Set<UUID> suspects = new HashSet<>(records.roomsWithoutHead());
    // The heads first: a line that comes in between is then no line that is missing.
    Map<UUID, Long> heads = new HashMap<>();
    for (RoomPosition head : records.heads()) {
      heads.put(head.roomId(), head.position());
    }
    for (LineCount room : records.lineCounts()) {
      Long head = heads.remove(room.roomId());
      if (head == null || room.lines() != room.last() || room.last() < head) {
        suspects.add(room.roomId());
      }
    }
    suspects.addAll(heads.keySet());
    return suspects;
  }
}
