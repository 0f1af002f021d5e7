package org.securechat.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every input of the corpus keeps the rules of its target. With {@code -Pfuzz
 * -Dsecurechat.fuzz.seconds=N}, Jazzer looks for others for so long at each target.
 */
class FuzzTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String SECONDS = "securechat.fuzz.seconds";
  private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

  /** Of one input, in time of a processor: a stranger must not keep a thread busy. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @TempDir Path found;

  @ParameterizedTest
  @EnumSource(Target.class)
  void theCorpusKeepsTheRules(Target target) throws IOException {
    List<Path> inputs = inputs(target);
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] data = Files.readAllBytes(input);
      long began = THREADS.getCurrentThreadCpuTime();
      assertThatCode(() -> target.take(data)).as("%s", input).doesNotThrowAnyException();
      assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - began))
          .as("%s", input)
          .isLessThan(LIMIT);
    }
  }

  private static List<Path> inputs(Target target) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(target.folder()))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  @EnabledIfSystemProperty(named = SECONDS, matches = "[1-9][0-9]*")
  void nothingElseBreaksThem(Target target) throws Exception {
    int seconds = Integer.getInteger(SECONDS);
    Path log = found.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target, seconds))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(jazzer.waitFor(seconds + 120L, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(jazzer.exitValue()).as("%s", said).isZero();
    System.out.println(target + ": " + said.lines().reduce("", (_, last) -> last));
  }

  /** New inputs are left in the module's target folder, where a finding can be taken from. */
  private static List<String> command(Target target, int seconds) throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "fuzz", target.folder()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx768m",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.program().getName(),
            "--instrumentation_includes=org.securechat.**",
            "-max_total_time=" + seconds,
            "-timeout=" + LIMIT.toSeconds(),
            "-rss_limit_mb=0",
            "-max_len=8192",
            "-artifact_prefix=" + kept.getParent() + "/" + target.folder() + "-",
            kept.toString(),
            CORPUS.resolve(target.folder()).toString()));
    return command;
  }
}
