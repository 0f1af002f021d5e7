package org.securechat.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.server.receipt.SignedHistory;

/** What a restore does to a data folder. */
class EmbeddedRestoreTest {
  private static final Path BACKUP = Path.of("src/test/resources/schema-2/backup.zip");
  private static final String DATABASE = "securechat.mv.db";

  @TempDir Path folder;

  private Path data;
  private Path forged;

  @BeforeEach
  void prepare() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    forged = folder.resolve("forged.zip");
    Map<String, byte[]> files = BackupFixture.files(BACKUP);
    String lines = new String(files.get("tables/transcript_entry.jsonl"), UTF_8);
    files.put(
        "tables/transcript_entry.jsonl",
        lines.replaceFirst("\"bob\"", "\"mallory\"").getBytes(UTF_8));
    BackupFixture.sum(files);
    BackupFixture.zip(forged, files);
  }

  private EmbeddedRestore restore() throws BackupException {
    Verification verification =
        new Verification(BACKUP.getParent(), SignedHistory.SERVER, Clock.systemUTC());
    return new EmbeddedRestore(
        data, data.resolve("files"), verification, Clock.systemUTC(), sentence -> {});
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void run(Path file, boolean replace) throws Exception {
    try (BackupFile backup = BackupFile.open(file)) {
      restore().run(backup, replace);
    }
  }

  @Test
  void anEmptyFolderGetsTheDatabaseAndNothingElse() throws Exception {
    run(BACKUP, false);

    assertThat(files()).containsExactly(DATABASE);
  }

  @Test
  void whatDoesNotVerifyLeavesAnEmptyFolderEmpty() throws Exception {
    assertThatThrownBy(() -> run(forged, false)).isInstanceOf(BackupException.class);

    assertThat(files()).isEmpty();
  }

  @Test
  void whatIsThereStaysUnlessItMayBeReplacedByWhatVerifies() throws Exception {
    run(BACKUP, false);
    byte[] before = Files.readAllBytes(data.resolve(DATABASE));

    assertThatThrownBy(() -> run(BACKUP, false))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("--replace");
    assertThat(Files.readAllBytes(data.resolve(DATABASE))).isEqualTo(before);
    assertThatThrownBy(() -> run(forged, true)).isInstanceOf(BackupException.class);
    assertThat(files()).containsExactly(DATABASE);

    run(BACKUP, true);
    assertThat(files()).hasSize(2).first().asString().startsWith("securechat-before-");
  }

  @Test
  void aFolderIsAsUnfinishedAsAnEarlierAttemptHasLeftItUntilOneSucceeds() throws Exception {
    Files.writeString(data.resolve(EmbeddedRestore.UNFINISHED), "");
    Files.writeString(data.resolve("restoring.mv.db"), "half a database");

    assertThatThrownBy(() -> run(forged, false)).isInstanceOf(BackupException.class);
    assertThat(files()).containsExactly(EmbeddedRestore.UNFINISHED);

    run(BACKUP, false);
    assertThat(files()).containsExactly(DATABASE);
  }

  @Test
  void aDatabaseThatCannotBeOpenedCanBeReplaced() throws Exception {
    Files.writeString(data.resolve(DATABASE), "what a dying disk has left");

    run(BACKUP, true);

    assertThat(files()).contains(DATABASE).first().asString().startsWith("securechat-before-");
  }
}
