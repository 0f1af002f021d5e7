package org.securechat.server.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.securechat.server.ledger.AppendQueue.QueuedLine;
import org.securechat.server.ledger.Batch.LineRefusedException;
import org.securechat.server.ledger.Batch.PositionedLine;
import org.securechat.server.ledger.LedgerException.FencedException;
import org.securechat.server.ledger.LedgerException.Reason;
import org.securechat.server.ledger.LedgerStore.CommitOutcome;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.limit.Backoff;
import org.securechat.server.query.SqlState;

/**
 * The one writer: takes lines from the queue, commits them in groups and answers. Confined to its
 * thread, except for what says otherwise.
 *
 * <p>A commit ends in one of four ways. It succeeds. It fails and the database says that nothing
 * was written: then the lines are tried one by one, so that only a bad one fails. It fails and the
 * database says that all was written: that is a success. Or the database says nothing: then no line
 * is taken until it does, and the outcome is one of the others.
 */
final class LedgerWriter implements Runnable {
  /** So many in a row are no accident. */
  private static final int MOST_BAD_LINES = 10;

  /** Of one line that meets those of other servers; the first is that of its group. */
  private static final int MOST_ATTEMPTS = 8;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);

  private final AppendQueue queue;
  private final LedgerStore store;
  private final BatchStore batches;
  private final BatchBuilder builder;
  private final RoomTailCache rooms;
  private final CommitAnnouncer announcer;
  private final LedgerSettings settings;
  private final Runnable takenOver;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Why it has ended; null as long as it has not. */
  private volatile LedgerCondition end;

  /** Lines that failed since the last that was written. */
  private volatile int failures;

  /** What other servers have written and listeners have not heard of yet. */
  private final List<LedgerEntry> missed = new ArrayList<>();

  /** 0 until it has been taken; it is taken once and never again. */
  private long epoch;

  /**
   * @param takenOver is told, on the writer's thread, when another server has the right to write
   */
  LedgerWriter(
      AppendQueue queue,
      LedgerStore store,
      BatchStore batches,
      BatchBuilder builder,
      RoomTailCache rooms,
      CommitAnnouncer announcer,
      LedgerSettings settings,
      Runnable takenOver) {
    this.queue = queue;
    this.store = store;
    this.batches = batches;
    this.builder = builder;
    this.rooms = rooms;
    this.announcer = announcer;
    this.settings = settings;
    this.takenOver = takenOver;
  }

  @Override
  public void run() {
    try {
      takeEpoch();
      serve();
      end = LedgerCondition.CLOSED;
      release();
    } catch (FencedException e) {
      end = LedgerCondition.TAKEN_OVER;
      LedgerLog.fenced(epoch);
      takenOver.run();
    } catch (InterruptedException e) {
      end = LedgerCondition.FAILED;
      LedgerLog.writerDied(e);
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      end = LedgerCondition.FAILED;
      LedgerLog.writerDied(e);
      throw e;
    } finally {
      batches.close();
      queue.close();
      fail(queue.clear());
      ended.countDown();
    }
  }

  /** From any thread: waits until the writer has ended. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** From any thread: why the writer has ended, or null if it has not. */
  LedgerCondition end() {
    return end;
  }

  /** From any thread: whether what is wrong is with the database and not with a line. */
  boolean isFailing() {
    return failures >= MOST_BAD_LINES;
  }

  private void takeEpoch() throws InterruptedException {
    try {
      epoch = epochOfMine();
    } catch (RuntimeException e) {
      awaitDatabase(new Batch(), e);
    }
    if (epoch != 0) {
      LedgerLog.opened(epoch);
    }
  }

  private long epochOfMine() {
    return settings.shared()
        ? store.joinEpoch(settings.holder())
        : store.takeEpoch(settings.holder());
  }

  private void serve() throws InterruptedException {
    while (!queue.isExhausted()) {
      List<QueuedLine> group = queue.take(settings.groupSize(), settings.renewal().toMillis());
      Set<UUID> moved = queue.takeMoved();
      if (group.isEmpty() && moved.isEmpty()) {
        renew();
        continue;
      }
      try {
        follow(moved);
        commitGroup(group);
      } finally {
        // Whatever ended the attempt: no caller waits for ever.
        fail(group);
      }
    }
  }

  /**
   * A commit would have shown that this writer lives, and would have asked whether it may write.
   */
  private void renew() throws InterruptedException {
    try {
      if (settings.shared()) {
        store.confirm(epoch);
      } else {
        store.renew(epoch);
      }
      batches.rest();
    } catch (FencedException e) {
      throw e;
    } catch (RuntimeException e) {
      awaitDatabase(new Batch(), e);
    }
  }

  /** Tells listeners what other servers have written to these rooms. */
  private void follow(Set<UUID> moved) throws InterruptedException {
    if (moved.isEmpty()) {
      return;
    }
    try {
      batches.read(records -> {
        catchUp(moved, records);
        return null;
      });
    } catch (RuntimeException e) {
      awaitDatabase(new Batch(), e);
    } finally {
      announceMissed();
    }
  }

  /** Reads all that others have written to these rooms. */
  private void catchUp(Collection<UUID> roomIds, LedgerRecords records) {
    List<LedgerEntry> read;
    do {
      read = rooms.catchUp(roomIds, records);
      // One part after the other: what has been read is told, even if reading the next one fails.
      missed.addAll(read);
      announcer.announceFound(read);
    } while (read.size() >= RoomTailCache.CHUNK);
  }

  /** Reads up to where these rooms end, of which nobody changes anything meanwhile. */
  private void catchUp(List<RoomTail> ends, LedgerRecords records) {
    List<UUID> behind = rooms.behind(ends, false);
    while (!behind.isEmpty()) {
      int before = missed.size();
      catchUp(behind, records);
      behind = rooms.behind(ends, missed.size() == before);
    }
  }

  private void announceMissed() {
    if (!missed.isEmpty()) {
      List<LedgerEntry> lines = List.copyOf(missed);
      missed.clear();
      announcer.announceRead(lines);
    }
  }

  /** So that the next server need not wait to see whether this one lives. */
  private void release() {
    if (settings.shared()) {
      // Others of the cluster may go on.
      return;
    }
    try {
      store.release(epoch);
    } catch (RuntimeException e) {
      LedgerLog.notReleased(e);
    }
  }

  private void commitGroup(List<QueuedLine> group) throws InterruptedException {
    if (group.isEmpty()) {
      return;
    }
    for (List<QueuedLine> part : BatchBuilder.parts(group)) {
      commitPart(part, group);
    }
  }

  private void commitPart(List<QueuedLine> part, List<QueuedLine> group)
      throws InterruptedException {
    Optional<RuntimeException> failure = commit(part, group);
    if (failure.isEmpty()) {
      return;
    }
    for (QueuedLine line : part) {
      if (!line.answer().isDone()) {
        commitAlone(line, group)
            .ifPresent(reason -> {
              failures = Math.min(failures + 1, MOST_BAD_LINES);
              fail(line, reason);
            });
      }
    }
  }

  /**
   * Tries to commit one line. Servers that write to one room at once may each have to begin again,
   * above all where the room has no line yet and there is nothing to lock: that is no fault of the
   * line's, and only a matter of time.
   */
  private Optional<RuntimeException> commitAlone(QueuedLine line, List<QueuedLine> group)
      throws InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE);
    Optional<RuntimeException> failure = commit(List.of(line), group);
    for (int attempts = 2;
        attempts < MOST_ATTEMPTS && failure.filter(this::hasMetAnother).isPresent();
        attempts++) {
      long most = backoff.nextMillis();
      // By chance, so that those who met do not meet again.
      queue.pause(ThreadLocalRandom.current().nextLong(most) + 1);
      failure = commit(List.of(line), group);
    }
    return failure;
  }

  private boolean hasMetAnother(RuntimeException failure) {
    return settings.shared() && (SqlState.isRollback(failure) || SqlState.isViolation(failure));
  }

  /**
   * Tries to commit.
   *
   * @param group what fails, too, when the database goes away
   * @return the failure if nothing was written and the database is there; empty if there is nothing
   *     left to do with these lines
   */
  private Optional<RuntimeException> commit(List<QueuedLine> lines, List<QueuedLine> group)
      throws InterruptedException {
    List<QueuedLine> left = waiting(lines);
    boolean again = false;
    while (true) {
      Batch batch = batch(left);
      long began = System.nanoTime();
      try {
        if (!batch.isShared()) {
          builder.fill(batch, left);
        }
        if (batch.isShared() || !batch.isEmpty()) {
          write(batch);
        }
        if (batch.isEmpty()) {
          return Optional.empty();
        }
      } catch (FencedException e) {
        throw e;
      } catch (LineRefusedException e) {
        // Rolled back before anything could be in doubt, and what is remembered still holds.
        if (!again && batch.isShared() && batch.isFirstOfRoom(e.line())) {
          // A room without lines has nothing to lock: another server may have begun it meanwhile.
          again = true;
        } else {
          e.tellCaller();
          left = waiting(left);
        }
        continue;
      } catch (RuntimeException e) {
        return recover(batch, group, e);
      } finally {
        // After the transaction, so that slow listeners hold no locks that other servers wait for.
        announceMissed();
      }
      announcer.measure(batch.lines().size(), began);
      committed(batch);
      return Optional.empty();
    }
  }

  private Batch batch(List<QueuedLine> lines) {
    return settings.shared()
        ? Batch.shared(
            lines,
            (batch, ends, records) -> {
              catchUp(ends, records);
              builder.fill(batch, lines);
            })
        : Batch.of(lines);
  }

  /** An earlier part of the group may have failed together with this one. */
  private static List<QueuedLine> waiting(List<QueuedLine> lines) {
    return lines.stream().filter(line -> !line.answer().isDone()).toList();
  }

  private void write(Batch batch) {
    if (batch.needsTransaction()) {
      store.commit(epoch, batch);
      batches.synchronise();
    } else {
      batches.commit(epoch, batch);
    }
  }

  private void committed(Batch batch) {
    // Listeners hear of what others have written before what was written behind it.
    announceMissed();
    failures = 0;
    builder.committed(batch);
    announcer.announce(batch);
  }

  private Optional<RuntimeException> recover(
      Batch batch, List<QueuedLine> group, RuntimeException failure) throws InterruptedException {
    if (settings.shared()) {
      builder.forgetCertificates();
    } else {
      builder.forget();
    }
    boolean committed;
    try {
      committed = resolveOutcome(batch);
    } catch (FencedException e) {
      throw e;
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      failAllBut(batch, group);
      awaitDatabase(batch, failure);
      return Optional.empty();
    }
    return committed ? Optional.empty() : Optional.of(failure);
  }

  /**
   * Asks the database what became of a batch, and announces it if it was committed.
   *
   * @throws FencedException if the epoch is over
   */
  private boolean resolveOutcome(Batch batch) {
    if (settings.shared() && !batch.isWritten()) {
      store.confirm(epoch);
      return false;
    }
    CommitOutcome outcome = store.resolveOutcome(epoch, batch.isWritten() ? batch : null);
    if (outcome.committed()) {
      batches.synchronise();
      LedgerLog.settled(batch.lines().size());
      committed(batch);
    }
    if (outcome.fenced()) {
      throw new FencedException(epoch);
    }
    return outcome.committed();
  }

  /** Waits until the database answers; closing the queue ends the waiting. */
  private void awaitDatabase(Batch batch, RuntimeException reason) throws InterruptedException {
    LedgerLog.suspended(reason);
    fail(queue.suspend());
    if (!batch.isWritten()) {
      failLines(batch);
    }
    long since = System.nanoTime();
    Backoff backoff = new Backoff(settings.probeInterval());
    while (!queue.isClosed()) {
      queue.pause(backoff.nextMillis());
      if (answers(batch)) {
        failLines(batch);
        queue.resume();
        LedgerLog.resumed();
        return;
      }
      if (System.nanoTime() - since > settings.doubtLimit().toNanos()) {
        // No caller waits longer, but the batch is not forgotten: if it turns out to have been
        // committed, listeners must not miss it.
        failInDoubt(batch);
      }
    }
    failInDoubt(batch);
  }

  private boolean answers(Batch batch) {
    try {
      if (epoch == 0) {
        epoch = epochOfMine();
      } else {
        resolveOutcome(batch);
      }
      return true;
    } catch (FencedException e) {
      throw e;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void failAllBut(Batch batch, List<QueuedLine> group) {
    List<QueuedLine> inDoubt = batch.lines().stream().map(PositionedLine::pending).toList();
    group.stream().filter(line -> !inDoubt.contains(line)).forEach(LedgerWriter::fail);
  }

  private static void failLines(Batch batch) {
    batch.lines().forEach(line -> fail(line.pending()));
  }

  private static void failInDoubt(Batch batch) {
    LedgerException inDoubt =
        new LedgerException(Reason.IN_DOUBT, "the database did not say whether it wrote the line");
    batch.lines().stream()
        .map(PositionedLine::pending)
        .filter(line -> !line.answer().isDone())
        .forEach(line -> line.fail(inDoubt));
  }

  private static void fail(List<QueuedLine> lines) {
    lines.forEach(LedgerWriter::fail);
  }

  private static void fail(QueuedLine line) {
    if (line.answer().isDone()) {
      return;
    }
    line.fail(new LedgerException(Reason.NOT_WRITTEN, "the ledger could not write the line"));
  }

  private static void fail(QueuedLine line, RuntimeException reason) {
    LedgerLog.lineFailed(line.append().roomId(), reason);
    fail(line);
  }
}
