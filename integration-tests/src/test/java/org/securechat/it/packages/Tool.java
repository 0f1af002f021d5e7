package org.securechat.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the system that a test asks for its judgement, where it is installed. */
final class Tool {
  private static final long LIMIT_SECONDS = 60;
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin");

  private Tool() {}

  static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What it says on both streams; the test is skipped where it is not installed. */
  static Said run(String name, String... arguments) throws Exception {
    Optional<Path> program = find(name);
    assumeTrue(program.isPresent(), name + " is not installed");
    List<String> command =
        Stream.concat(Stream.of(program.get().toString()), Stream.of(arguments)).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(name + " ends").isTrue();
    return new Said(process.exitValue(), said);
  }

  /** How a program ended, and what it said. */
  record Said(int code, String text) {}
}
