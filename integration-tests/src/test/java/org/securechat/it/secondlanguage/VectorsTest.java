package org.securechat.it.secondlanguage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.secondlanguage.Python.Run;

/**
 * The implementation that was written from the specification alone agrees with the test vectors,
 * and notices when one is wrong.
 */
class VectorsTest {
  private static final Path VECTORS =
      Path.of("..", "protocol-module", "src", "test", "resources", "vectors").toAbsolutePath();

  private Python python;

  @BeforeEach
  void requirePython() {
    Optional<Python> installed = Python.installed();
    assumeTrue(installed.isPresent(), "Python with the package cryptography is not installed");
    python = installed.get();
  }

  @Test
  void everyVectorYieldsItsStatedResult() {
    Run run = python.script("securechat_vectors.py", VECTORS.toString());

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.output()).contains("\"records.json, invalid\"", "\"receipts.json, valid\"");
  }

  @Test
  void wrongVectorIsReportedByName(@TempDir Path folder) throws IOException {
    copyVectors(folder);
    Path names = folder.resolve("names.json");
    Files.writeString(names, Files.readString(names).replace("\"dm:alice:bob\"", "\"dm:b:a\""));

    Run run = python.script("securechat_vectors.py", folder.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output()).contains("names.json, rooms, number 1: expected True, found False");
  }

  private static void copyVectors(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(VECTORS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(VECTORS.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    assertThat(List.of(folder.toFile().list())).contains("names.json", "records.json");
  }
}
