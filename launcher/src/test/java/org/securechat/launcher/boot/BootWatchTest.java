package org.securechat.launcher.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BootWatchTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void bootThatHangsIsEndedAndSaysWhatItWaitsFor() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    Thread stuck = Thread.ofPlatform().name("boot-that-hangs").start(() -> waitFor(ended));

    BootWatch watch = BootWatch.begin(Duration.ofMillis(1), err, ended::countDown);

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    watch.end();
    stuck.join(30_000);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("\"boot-that-hangs\" WAITING", "BootWatchTest.waitFor", "did not boot within");
  }

  @Test
  void bootThatEndsIsLeftAlone() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    BootWatch.begin(Duration.ofMinutes(1), err, () -> ended.set(true)).end();

    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("securechat-boot-watch")) {
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
    assertThat(ended).isFalse();
    assertThat(said.size()).isZero();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
