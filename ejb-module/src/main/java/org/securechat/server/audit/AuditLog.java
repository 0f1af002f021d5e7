package org.securechat.server.audit;

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
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.server.DomainException;
import org.securechat.server.PeriodicTask;
import org.securechat.server.audit.AuditException.Reason;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * Writes the audit log. Thread-safe.
 *
 * <p>{@link #record} and {@link #perform} wait for the ledger's writer, so the caller must not hold
 * a transaction (the container refuses it) and must not be within a change. A caller that must not
 * wait calls {@link #later}.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NEVER)
public class AuditLog {
  /** Beyond the time in which the ledger itself gives up. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final long FLUSH_MILLIS = 1_000;

  /** Set while a change runs on the ledger's writer thread. */
  private static final ThreadLocal<Boolean> CHANGING = new ThreadLocal<>();

  private final TranscriptLedger ledger;
  private final LedgerKey key;
  private final AuditIndex index;
  private final ManagedThreadFactory threads;
  private final Clock clock;
  private final AuditEventAggregator aggregator;
  private volatile PeriodicTask flushing;

  /** For the container's proxy. */
  public AuditLog() {
    this.ledger = null;
    this.key = null;
    this.index = null;
    this.threads = null;
    this.clock = null;
    this.aggregator = null;
  }

  @Inject
  public AuditLog(
      TranscriptLedger ledger,
      LedgerKey key,
      AuditIndex index,
      ManagedThreadFactory threads,
      Clock clock) {
    this(ledger, key, index, threads, clock, AggregationLimits.DEFAULT);
  }

  AuditLog(
      TranscriptLedger ledger,
      LedgerKey key,
      AuditIndex index,
      ManagedThreadFactory threads,
      Clock clock,
      AggregationLimits limits) {
    this.ledger = ledger;
    this.key = key;
    this.index = index;
    this.threads = threads;
    this.clock = clock;
    this.aggregator = new AuditEventAggregator(clock, limits);
  }

  /**
   * Writes the log's first line into a database that has none, before any room can have one: a room
   * without an audit log is then a room whose audit log was removed. A log that is refused is not
   * begun anew.
   */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void begin() {
    boolean empty;
    try {
      empty = ledger.head(AuditPayload.ROOM_ID).position() == 0;
    } catch (LedgerException e) {
      // The ledger has logged it, and everything that is to be on record fails from here on.
      return;
    }
    if (empty) {
      record(AuditEvent.of(AuditAction.RECORD_BEGIN));
    }
  }

  /** Begins to write what {@link #later} takes. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void start() {
    flushing = PeriodicTask.start(threads, this::flush, FLUSH_MILLIS, FLUSH_MILLIS);
  }

  /**
   * Writes what happened; it is durable when this returns.
   *
   * @throws org.securechat.server.DomainException if it could not be written, or the database's
   *     answer did not come in half a minute
   */
  public void record(AuditEvent event) {
    perform(event, () -> {});
  }

  /**
   * Makes a change and writes who made it, in one transaction: both are durable when this returns,
   * or neither has happened.
   *
   * @param change work on the database and nothing else, quick. It runs on the ledger's writer
   *     thread in the writer's transaction, possibly more than once, so it must join that
   *     transaction ({@code MANDATORY}, {@code REQUIRED} or {@code SUPPORTS}, never {@code
   *     REQUIRES_NEW}) and have no effect outside it. It may use the caller's variables to return
   *     something.
   * @throws RuntimeException what the change has thrown; the container wraps in an {@code
   *     EJBException} what is no application exception, such as an optimistic lock that failed
   * @throws AuditException as of {@link #record}; after {@code IN_DOUBT}, and only then, both may
   *     happen yet
   */
  public void perform(AuditEvent event, Runnable change) {
    if (CHANGING.get() != null) {
      throw new IllegalStateException("a change cannot wait for the writer on which it runs");
    }
    try {
      append(event.at(clock.instant()), change)
          .toCompletableFuture()
          .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      throw new AuditException(Reason.IN_DOUBT, "the audit log was not written in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(Reason.IN_DOUBT, "interrupted while writing the audit log");
    }
  }

  /**
   * Writes what happened within about a second, without ever waiting; for failures that a peer can
   * cause as often as it likes. Repetitions of an action by one person from one source share a line
   * with their count, and what is beyond the bounds is counted in a line of its own. A crash loses
   * what was not written yet.
   */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public void later(AuditEvent event) {
    aggregator.add(event.at(clock.instant()));
  }

  /** Gives what is due to the ledger; does not wait for it. */
  void flush() {
    if (ledger.isTakingLines()) {
      write(aggregator.due());
    }
  }

  /** Gives all that waits to the ledger, which is about to be closed, and takes nothing more. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void finish() {
    destroy();
    if (ledger.isTakingLines()) {
      write(aggregator.rest());
    }
  }

  private void write(List<AuditEvent> events) {
    for (AuditEvent event : events) {
      try {
        append(event, () -> {})
            .whenComplete((line, failure) -> {
              if (failure != null) {
                aggregator.requeue(event);
              }
            });
      } catch (RuntimeException e) {
        // This failure must not stop the shutdown of the server or the next timed run.
        AuditFailureLog.notWritten(event.action().text(), e);
        aggregator.requeue(event);
      }
    }
  }

  /** So that undeployment leaves nothing behind, also after a start that has failed. */
  @PreDestroy
  void destroy() {
    if (flushing != null) {
      flushing.stop();
    }
  }

  private CompletionStage<CommittedLine> append(AuditEvent event, Runnable change) {
    byte[] payload = event.payload().encode();
    LineRequest line =
        LineRequest.event(AuditPayload.ROOM_ID, AuditPayload.ROOM, key, payload)
            .with(entry -> {
              index.add(new AuditRow(entry.position(), entry.receivedAt().toEpochMilli(), event));
              run(change);
            });
    return ledger.append(line);
  }

  private void run(Runnable change) {
    CHANGING.set(true);
    try {
      change.run();
      // Now, and not at the commit, so that what the database refuses is the change's failure.
      index.flush();
    } catch (DomainException e) {
      throw e;
    } catch (RuntimeException e) {
      // So that this line alone fails, and the caller gets what its change has thrown.
      throw new ChangeFailedException(e);
    } finally {
      CHANGING.remove();
    }
  }

  private static RuntimeException failure(Throwable thrown) {
    if (thrown instanceof ChangeFailedException failed) {
      return failed.thrown();
    }
    return thrown instanceof RuntimeException known
        ? known
        : new AuditException(Reason.NOT_WRITTEN, "the audit log could not be written");
  }
}
