package org.securechat.server.heads;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.JobThread;
import org.securechat.server.actor.Actor;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.ledger.CommitListener;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * Signs where the rooms' transcripts end, keeps it outside the database, and at a start compares
 * the database with it. {@link #committed} is called by the ledger's writer; everything else by the
 * thread that starts and stops the server, or by the one thread of this job in between.
 */
@Singleton
@LocalBean
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HeadsJob implements CommitListener {
  /** For the file that is being written when the server stops. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final HeadRecords records;
  private final TranscriptLedger ledger;
  private final AuditLog audit;
  private final LedgerKey key;
  private final HeadsSettings settings;
  private final ThreadFactory threads;
  private final HeadsFolder folder;
  private final HeadsSigner signer;

  /** The rooms that went on since the last round; one entry for a room, however much is said. */
  private final Map<UUID, RoomPosition> moved = new ConcurrentHashMap<>();

  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile Thread thread;

  private Optional<StartComparison.Result> accepted = Optional.empty();

  /** Whether a file is due that could not be written. */
  private boolean due;

  /** For the container's proxy. */
  public HeadsJob() {
    this.records = null;
    this.ledger = null;
    this.audit = null;
    this.key = null;
    this.settings = null;
    this.threads = null;
    this.folder = null;
    this.signer = null;
  }

  @Inject
  public HeadsJob(
      HeadRecords records,
      TranscriptLedger ledger,
      AuditLog audit,
      LedgerKey key,
      HeadsSettings settings,
      Clock clock,
      ManagedThreadFactory threads) {
    this(
        records,
        ledger,
        audit,
        key,
        settings,
        threads,
        new HeadsSigner(key, clock, HeadsSigner.FEW));
  }

  HeadsJob(
      HeadRecords records,
      TranscriptLedger ledger,
      AuditLog audit,
      LedgerKey key,
      HeadsSettings settings,
      ThreadFactory threads,
      HeadsSigner signer) {
    this.records = records;
    this.ledger = ledger;
    this.audit = audit;
    this.key = key;
    this.settings = settings;
    this.threads = threads;
    this.folder = new HeadsFolder(settings.folder(), settings.kept());
    this.signer = signer;
  }

  /**
   * Compares the database with the signed heads, before the ledger takes the right to write.
   *
   * @throws HeadsException if the database is older or another one, and the operator has not said
   *     that this is meant
   */
  public void compare() {
    List<RoomPosition> stored = records.heads();
    StartComparison.Result result;
    try {
      result = new StartComparison(settings, key, records, stored).run();
      if (!result.faults().isEmpty() && settings.acceptedRollback().isEmpty()) {
        throw result.refusal();
      }
    } catch (HeadsException e) {
      HeadsLog.refused(e.getMessage());
      throw e;
    }
    if (!result.faults().isEmpty()) {
      accepted = Optional.of(result);
    } else if (settings.acceptedRollback().isPresent()) {
      HeadsLog.nothingToAccept();
    }
    signer.begin(stored, result.last());
  }

  /**
   * Puts an accepted rollback on record, and signs heads that follow from it, so that the next
   * start compares with those. Needs a ledger that writes.
   *
   * @throws org.securechat.server.DomainException if it could not be put on record
   */
  public void recordAcceptance() {
    if (accepted.isEmpty()) {
      return;
    }
    StartComparison.Result result = accepted.get();
    String reason = settings.acceptedRollback().orElseThrow();
    AuditEvent event =
        AuditEvent.of(AuditAction.ROLLBACK_ACCEPTED)
            .by(Actor.MACHINE)
            .with("reason", reason)
            .with("found", String.join("; ", result.faults()));
    audit.record(result.last().map(last -> withHead(event, last)).orElse(event));
    HeadsLog.accepted(reason);
    String aside = "before-rollback-" + result.last().map(HeadsDocument::number).orElse(0L);
    try {
      folder.setAside(aside);
      for (Path mirror : settings.mirror().stream().toList()) {
        new HeadsFolder(mirror, settings.kept()).setAside(aside);
      }
      advance();
      write();
    } catch (IOException e) {
      throw new HeadsException(
          HeadsException.Reason.NOT_USABLE, "the signed heads could not be written: " + e);
    }
    accepted = Optional.empty();
  }

  private static AuditEvent withHead(AuditEvent event, HeadsDocument head) {
    return event
        .with("head_number", Long.toString(head.number()))
        .with("head_sha256", head.sha256())
        .with("head_at", head.at());
  }

  /** Remembers how far the rooms have come. On the ledger's writer thread. */
  @Override
  public void committed(List<CommittedLine> inOrder) {
    for (CommittedLine line : inOrder) {
      moved.put(
          line.entry().roomId(),
          new RoomPosition(line.entry().roomId(), line.entry().position(), line.entry().chain()));
    }
  }

  /** Begins to sign at the interval that the operator has set. */
  public void start() {
    long interval = settings.interval().toMillis();
    // A thread of its own: the container's scheduler would keep a cancelled task, and with it this
    // whole application, until the task had been due.
    thread = threads.newThread(() -> repeat(interval));
    thread.setName("securechat-heads");
    thread.start();
  }

  private void repeat(long interval) {
    try {
      while (!stopping.await(interval, TimeUnit.MILLISECONDS)) {
        run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread, and signs once more what a stop has written. For after the ledger's end. */
  public void finish() {
    if (settings != null && endThread()) {
      run();
    }
  }

  /** So that undeployment leaves no thread behind, also after a start that has failed. */
  @PreDestroy
  void destroy() {
    endThread();
  }

  /** Whether there was a thread, and it has ended. */
  private boolean endThread() {
    stopping.countDown();
    Thread running = thread;
    if (running == null) {
      return false;
    }
    JobThread.awaitEnd(running, STOPPING);
    return !running.isAlive();
  }

  /**
   * Signs once what went on since the last round. Never throws: what goes wrong is logged, and
   * tried again at the next round.
   */
  void run() {
    if (ledger.condition() == LedgerCondition.TAKEN_OVER) {
      return;
    }
    try {
      List<RoomPosition> now = advance();
      if (now.isEmpty() && !due) {
        return;
      }
      due = true;
      write();
      due = false;
      ledger.signHeads(now.stream().map(RoomPosition::roomId).toList());
    } catch (IOException | RuntimeException e) {
      HeadsLog.notSigned(e);
    }
  }

  private List<RoomPosition> advance() {
    List<RoomPosition> now = new ArrayList<>();
    for (RoomPosition room : List.copyOf(moved.values())) {
      // What comes in between stays for the next round.
      if (moved.remove(room.roomId(), room)) {
        now.add(room);
      }
    }
    signer.advance(now);
    return now;
  }

  private void write() throws IOException {
    HeadsFile file = signer.next();
    folder.write(file);
    signer.written(file);
    settings
        .mirror()
        .ifPresent(mirror -> {
          try {
            new HeadsFolder(mirror, settings.kept()).write(file);
          } catch (IOException e) {
            HeadsLog.notMirrored(mirror.toString(), e);
          }
        });
  }
}
