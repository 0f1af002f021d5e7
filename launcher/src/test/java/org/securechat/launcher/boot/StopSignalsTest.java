package org.securechat.launcher.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class StopSignalsTest {

  /** A server that only waits. */
  static final class Waiting {
    public static void main(String[] args) throws InterruptedException {
      StopSignals.endWithZero();
      StopSignals.before(() -> System.out.println("stopped in order"));
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void whatAsksAProcessToStopEndsItInOrder(String signal) throws Exception {
    assumeTrue(
        new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0,
        "env cannot give signals their default meaning here");
    Process process = start();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(out.readLine()).isEqualTo("stopped in order");
    } finally {
      process.destroyForcibly();
    }
  }

  /** A process in the background may have been told to ignore signals, and its children with it. */
  private static Process start() throws IOException {
    return new ProcessBuilder(
            "env",
            "--default-signal=TERM,INT,HUP",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Waiting.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
