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
 * its callers are told so after the limit. Thread-safe.
 */
final class Probe {

  /** For how long a finding is good. */
  static final Duration KEPT = Duration.ofSeconds(1);

  private final Duration limit;
  private final Supplier<CheckResult> check;
  private final Executor executor;
  private final LongSupplier nanoTime;

  private CompletableFuture<CheckResult> latest;
  private volatile long finished;

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
    if (latest == null || (latest.isDone() && nanoTime.getAsLong() - finished > KEPT.toNanos())) {
      latest = CompletableFuture.supplyAsync(this::run, executor);
    }
    return latest;
  }

  private CheckResult run() {
    try {
      return check.get();
    } finally {
      finished = nanoTime.getAsLong();
    }
  }
}
