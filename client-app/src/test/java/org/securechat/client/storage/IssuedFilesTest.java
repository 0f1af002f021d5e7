package org.securechat.client.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key and a chain are replaced together, wherever the process is ended meanwhile. */
class IssuedFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir private Path root;
  private Path issued;
  private IssuedFiles files;

  @BeforeEach
  void prepare() throws Exception {
    issued = Files.createDirectory(root.resolve("issued"));
    files = new IssuedFiles(issued, "alice");
    Files.writeString(files.key(), "old key");
    Files.writeString(files.chain(), "old chain");
  }

  @Test
  void bothAreNewAndTheFormerOnesAreKept() throws Exception {
    Files.writeString(files.nextKey(), "new key");
    List<Path> kept = files.replace(Optional.of(bytes("new key")), bytes("new chain"), NOW);
    assertNew();
    assertThat(kept)
        .extracting(file -> Files.readString(file))
        .containsExactly("old key", "old chain");
    assertThat(files.nextKey()).doesNotExist();
    assertThat(Files.getPosixFilePermissions(files.key()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(files.chain()))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void chainIsReplacedAloneWithoutAWordOfTheKey() throws Exception {
    Files.writeString(files.nextKey(), "of another request");
    assertThat(files.replace(Optional.empty(), bytes("new chain"), NOW)).hasSize(1);
    assertThat(files.key()).hasContent("old key");
    assertThat(files.chain()).hasContent("new chain");
    assertThat(files.nextKey()).hasContent("of another request");
  }

  /** What a process leaves that is ended before the change is decided. */
  @Test
  void draftIsNoDecision() throws Exception {
    Path draft = Files.createDirectory(issued.resolve(".taken4711"));
    Files.writeString(draft.resolve("key"), "new key");
    IssuedFiles.finishAll(root, NOW);
    assertThat(files.key()).hasContent("old key");
    assertThat(files.chain()).hasContent("old chain");
  }

  /** Ended after so many steps of putting in place what was decided. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void decisionIsCompletedWhereverItWasCutOff(int steps) throws Exception {
    Path taken = Files.createDirectory(issued.resolve("alice.taken"));
    Files.writeString(taken.resolve("key"), "new key");
    Files.writeString(taken.resolve("chain"), "new chain");
    Files.writeString(files.nextKey(), "new key");
    if (steps > 0) {
      Files.copy(files.key(), issued.resolve("alice.key.2026-11-29T100000Z"));
    }
    if (steps > 1) {
      Files.delete(taken.resolve("key"));
      Files.writeString(files.key(), "new key");
    }
    if (steps > 2) {
      Files.delete(taken.resolve("chain"));
      Files.writeString(files.chain(), "new chain");
    }
    if (steps > 3) {
      Files.delete(files.nextKey());
    }
    IssuedFiles.finishIn(root, "alice", NOW);
    assertNew();
    assertThat(files.nextKey()).doesNotExist();
    IssuedFiles.finishAll(root, NOW);
    assertNew();
  }

  private void assertNew() {
    assertThat(files.key()).hasContent("new key");
    assertThat(files.chain()).hasContent("new chain");
    try (Stream<Path> left = Files.list(issued)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("taken"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
