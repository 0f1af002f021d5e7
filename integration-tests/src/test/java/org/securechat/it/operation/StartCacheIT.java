package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.process.Installation;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.process.ServerProcess;
import org.securechat.it.process.StartOptions;
import org.securechat.it.testbed.BlackBox;

/** The cache of the start, which {@code securechat prepare} has made before these tests. */
@BlackBox
class StartCacheIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @BeforeAll
  static void requireCache() {
    Assumptions.assumeTrue(
        Files.isReadable(StartOptions.cache()), "the build has not made a cache");
  }

  @Test
  void serverStartsByIt() {
    List<String> options = new ArrayList<>(StartOptions.chosen());
    options.addAll(StartOptions.cached(StartOptions.cache()));
    // With this the JVM does not start at all unless it can take the cache.
    options.add("-XX:AOTMode=on");
    try (ServerProcess server = ServerProcess.in(folder).options(options).start()) {
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void serverStartsWithoutOneThatIsCutOff() throws IOException {
    Path cut = folder.resolve("cut.aot");
    Files.copy(StartOptions.cache(), cut);
    try (FileChannel file = FileChannel.open(cut, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    List<String> options = new ArrayList<>(StartOptions.chosen());
    options.addAll(StartOptions.cached(cut));
    try (ServerProcess server = ServerProcess.in(folder).options(options).start()) {
      assertThat(server.process().out().text())
          .as("only what it always says")
          .doesNotContain("AOT");
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void onlyOneThatDoesNotFitIsMadeAgain() {
    try (RunningProcess again = prepare(StartOptions.cache().getParent())) {
      assertThat(again.awaitExit(LIMIT)).as("%s", again.report()).isZero();
      assertThat(again.out().text()).startsWith("There is a cache that fits: ");
    }
  }

  @Test
  void whyNoneIsMadeIsTold() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (RunningProcess refused = prepare(file.resolve("cache"))) {
      assertThat(refused.awaitExit(LIMIT)).as("%s", refused.report()).isEqualTo(1);
      assertThat(refused.err().text()).contains("the cache could not be made: ", file.toString());
    }
  }

  private RunningProcess prepare(Path cache) {
    List<String> command =
        Installation.java(
            "securechat-server.jar",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dsecurechat.cache=" + cache,
            "-Dsecurechat.cache.options=" + String.join(" ", StartOptions.chosen()));
    command.add("prepare");
    return RunningProcess.start("prepare", folder, command, Map.of());
  }
}
