package org.securechat.server.monitoring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A check that can be asked for at any rate. It runs at most once in a while and never twice at the
 * same time; those who ask meanwhile share the outcome. A check that hangs holds one thread, and
 * its callers are told so after the limit; one that was not even begun by then is asked for again.
 * Thread-safe.
 */
final class Probe {

  /** For how long a finding is good. */
  static final Duration KEPT = Duration.ofSeconds(1);

  private final Duration limit;
  private final Supplier<CheckResult> check;
  private final Executor executor;
  private final LongSupplier nanoTime;

  private Attempt latest;

  /**
   * @param limit how long a caller waits at most
   * @param check what to find out; what it throws is a bad finding
   */
  Probe(Duration limit, Supplier<CheckResult> check, Executor executor) {
    this(limit, check, executor, System::nanoTime);
  }

  Probe(Duration limit, Supplier<CheckResult> check, Executor executor, LongSupplier nanoTime) {
    this.limit = limit;
    this.check = check;
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  CheckResult ask() {
    try {
      return current().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return CheckResult.down("no answer within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CheckResult.down("interrupted");
    } catch (ExecutionException | RejectedExecutionException e) {
      return CheckResult.down("the check failed");
    }
  }

  private synchronized CompletableFuture<CheckResult> current() {
    if (latest == null || latest.isOver() || latest.isLost()) {
      Attempt next = new Attempt();
      executor.execute(next);
      latest = next;
    }
    return latest.finding;
  }

  /**
   * One run of the check. An executor can drop what it has taken, as that of an application does
   * while the application is being started; then nothing would ever end.
   */
  private final class Attempt implements Runnable {
    private final CompletableFuture<CheckResult> finding = new CompletableFuture<>();
    private final long asked = nanoTime.getAsLong();
    private boolean begun;
    private volatile long finished;

    boolean isOver() {
      return finding.isDone() && nanoTime.getAsLong() - finished > KEPT.toNanos();
    }

    /** Whether it was not begun in time. It is given up then: it will not run any more. */
    synchronized boolean isLost() {
      boolean lost = !begun && nanoTime.getAsLong() - asked > limit.toNanos();
      if (lost) {
        finished = asked;
        finding.complete(CheckResult.down("the check failed"));
      }
      return lost;
    }

    private synchronized boolean begin() {
      begun = true;
      return !finding.isDone();
    }

    @Override
    public void run() {
      if (!begin()) {
        return;
      }
      CheckResult found = CheckResult.down("the check failed");
      try {
        found = check.get();
      } catch (RuntimeException e) {
        // What it tells may be a secret.
      } finally {
        finished = nanoTime.getAsLong();
        finding.complete(found);
      }
    }
  }
}
