package org.securechat.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However often and however impatiently it is asked, a check costs the same. */
class ProbeTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicLong now = new AtomicLong();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private CheckResult counted() {
    return CheckResult.of(true).with("run", runs.incrementAndGet());
  }

  @Test
  void manyQuestionsAreOneCheck() {
    Probe probe = new Probe(Duration.ofSeconds(10), this::counted, Runnable::run, now::get);
    for (int i = 0; i < 1000; i++) {
      assertThat(probe.ask().data()).containsEntry("run", 1);
    }
    now.addAndGet(Probe.KEPT.toNanos());
    assertThat(probe.ask().data()).containsEntry("run", 1);
    now.addAndGet(1);
    assertThat(probe.ask().data()).containsEntry("run", 2);
  }

  @Test
  void aCheckThatHangsHoldsOneThreadAndNobodyWhoAsks() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Probe probe =
        new Probe(
            Duration.ofMillis(20),
            () -> {
              runs.incrementAndGet();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return CheckResult.of(true);
            },
            threads);
    for (int i = 0; i < 5; i++) {
      CheckResult finding = probe.ask();
      assertThat(finding.up()).isFalse();
      assertThat(finding.data()).containsEntry("reason", "no answer within 20 ms");
    }
    assertThat(runs).hasValue(1);
    goOn.countDown();
    Probe patient = new Probe(Duration.ofSeconds(10), this::counted, threads);
    assertThat(patient.ask().up()).isTrue();
  }

  @Test
  void aCheckThatFailsIsABadFindingAndTellsNothing() {
    Probe probe =
        new Probe(
            Duration.ofSeconds(10),
            () -> {
              throw new IllegalStateException("jdbc:mysql://host/?password=secret");
            },
            threads);
    assertThat(probe.ask()).isEqualTo(CheckResult.down("the check failed"));
  }

  @Test
  void soIsOneThatNobodyWillRun() {
    Probe probe =
        new Probe(
            Duration.ofSeconds(10),
            this::counted,
            task -> {
              throw new RejectedExecutionException("stopping");
            });
    assertThat(probe.ask().up()).isFalse();
  }

  /**
   * As one does that is asked while the application is being started: it drops what it has taken.
   */
  @Test
  void aCheckThatAnExecutorHasLostIsAskedForAgain() {
    AtomicInteger taken = new AtomicInteger();
    Probe probe =
        new Probe(
            Duration.ofMillis(20),
            this::counted,
            task -> {
              if (taken.incrementAndGet() > 1) {
                task.run();
              }
            },
            now::get);
    assertThat(probe.ask().data()).containsEntry("reason", "no answer within 20 ms");
    assertThat(probe.ask().up()).isFalse();
    assertThat(taken).hasValue(1);
    now.addAndGet(Duration.ofMillis(20).toNanos() + 1);
    assertThat(probe.ask().up()).isTrue();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aCheckThatWasGivenUpDoesNotRunWhenItComesAtLast() {
    List<Runnable> waiting = new ArrayList<>();
    Probe probe = new Probe(Duration.ofMillis(20), this::counted, waiting::add, now::get);
    assertThat(probe.ask().up()).isFalse();
    now.addAndGet(Duration.ofMillis(20).toNanos() + 1);
    assertThat(probe.ask().up()).isFalse();
    assertThat(waiting).hasSize(2);
    waiting.forEach(Runnable::run);
    assertThat(runs).hasValue(1);
    assertThat(probe.ask().data()).containsEntry("run", 1);
  }
}
