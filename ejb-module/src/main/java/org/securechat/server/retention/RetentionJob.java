package org.securechat.server.retention;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.DomainException;
import org.securechat.server.JobThread;
import org.securechat.server.ServerLog;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;

/**
 * Erases what rooms need not keep any longer, and sees to it that other erasures come to their end
 * ({@link ErasureTask}). It remembers nothing: each run looks into the database what is due, so an
 * interrupted one is continued by the next, after a restart, too. One server at a time does it, the
 * one that has the lease.
 *
 * <p>A message is due from the first midnight (UTC) after its room's days are over, so that a room
 * gets a few {@code erased} lines a day at most, however often the job runs.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RetentionJob {
  static final String LEASE = "retention";

  /** Longer than one batch may take; after a crash nothing is erased for so long. */
  static final Duration LEASE_LENGTH = Duration.ofMinutes(2);

  /** For the batch that is being erased when the server stops. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final RetentionRepository repository;
  private final RoomErasure erasure;
  private final TranscriptLedger ledger;
  private final AuditLog audit;
  private final RetentionSettings settings;
  private final Clock clock;
  private final Iterable<ErasureTask> tasks;
  private final ManagedThreadFactory threads;
  private final UUID holder = UUID.randomUUID();
  private volatile boolean stopped;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile Thread thread;

  /** For the container's proxy. */
  public RetentionJob() {
    this(null, null, null, null, null, null, List.of(), null);
  }

  @Inject
  public RetentionJob(
      RetentionRepository repository,
      RoomErasure erasure,
      TranscriptLedger ledger,
      AuditLog audit,
      RetentionSettings settings,
      Clock clock,
      Instance<ErasureTask> tasks,
      ManagedThreadFactory threads) {
    this(
        repository,
        erasure,
        ledger,
        audit,
        settings,
        clock,
        (Iterable<ErasureTask>) tasks,
        threads);
  }

  RetentionJob(
      RetentionRepository repository,
      RoomErasure erasure,
      TranscriptLedger ledger,
      AuditLog audit,
      RetentionSettings settings,
      Clock clock,
      Iterable<ErasureTask> tasks,
      ManagedThreadFactory threads) {
    this.repository = repository;
    this.erasure = erasure;
    this.ledger = ledger;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    this.tasks = tasks;
    this.threads = threads;
  }

  /** Begins to look now and at the interval that the operator has set. */
  public void start() {
    settings.defaultRetention();
    long interval = settings.interval().toMillis();
    // A thread of its own: the container's scheduler would keep a cancelled task, and with it this
    // whole application, until the task had been due.
    thread = threads.newThread(() -> repeat(interval));
    thread.setName("securechat-retention");
    thread.start();
  }

  private void repeat(long interval) {
    try {
      do {
        run();
      } while (!stopping.await(interval, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after the batch that is being erased. */
  @PreDestroy
  public void stop() {
    stopped = true;
    stopping.countDown();
    JobThread.awaitEnd(thread, STOPPING);
  }

  /** Looks once. Never throws: what goes wrong is logged, and tried again at the next run. */
  void run() {
    try {
      if (ledger.isTakingLines() && lease(LEASE_LENGTH)) {
        try {
          repository.withRetention(settings.defaultRetention()).forEach(this::sweep);
          runTasks();
        } finally {
          lease(Duration.ZERO);
        }
      }
    } catch (RuntimeException e) {
      ServerLog.retentionFailed(e);
    }
  }

  private void runTasks() {
    for (ErasureTask task : tasks) {
      if (!stopped) {
        task.run();
      }
    }
  }

  private void sweep(Room room) {
    try {
      long erased = erase(room);
      if (erased > 0) {
        ServerLog.retained(room.id(), erased);
        audit.later(
            AuditEvent.of(AuditAction.ROOM_ERASE)
                .on(room.name())
                .with("messages", Long.toString(erased)));
      }
    } catch (DomainException e) {
      // A legal hold that was laid on the room after it was listed is no failure.
      if (!(e instanceof RetentionException held && held.isLegalHold())) {
        ServerLog.retentionPutOff(room.id(), e.getMessage());
      }
    }
  }

  private long erase(Room room) {
    Retention retention = room.retention().orElseGet(settings::defaultRetention);
    Instant before =
        clock.instant().truncatedTo(ChronoUnit.DAYS).minus(retention.days(), ChronoUnit.DAYS);
    long erased = 0;
    while (!stopped) {
      List<Long> due =
          ledger.unerased(room.id(), repository.erasedTo(room.id()), before, RoomErasure.BATCH);
      if (due.isEmpty()) {
        break;
      }
      if (!lease(LEASE_LENGTH)) {
        throw new RetentionException(
            RetentionException.Reason.LEASE_LOST, "another server has taken over");
      }
      // PROTOCOL.md §9.3: what lies between them is not named.
      Positions positions = Positions.fitting(due);
      long last = positions.last();
      erasure.erase(
          room,
          positions,
          "retention of " + retention.days() + " days",
          () -> repository.erasedTo(room.id(), last));
      erased += due.stream().filter(positions::contains).count();
    }
    return erased;
  }

  private boolean lease(Duration length) {
    long now = clock.millis();
    return repository.lease(LEASE, holder, now, now + length.toMillis());
  }
}
