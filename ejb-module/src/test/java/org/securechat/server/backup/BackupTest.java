package org.securechat.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.file.OwnerOnly;
import org.securechat.server.file.FileKey;
import org.securechat.server.file.FolderMark;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.receipt.SignedHistory;
import org.securechat.server.schema.SchemaMigration;
import org.securechat.server.testing.TestDatabase;

class BackupTest {
  @SuppressWarnings("UnnecessaryLambda") // Passed on in many places.
  private static final Consumer<String> SILENT = sentence -> {};

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  private SignedHistory history;
  private Path file;

  @BeforeEach
  void fill() {
    history = new SignedHistory(folder.resolve("pki"));
    file = folder.resolve("backup.zip");
    history.writeOn(database, 5);
    BackupFixture.fill(database);
  }

  private Verification verification() throws BackupException {
    return new Verification(history.pki(), SignedHistory.SERVER, Clock.systemUTC());
  }

  private Restoration.Result restore(Path from, Database into) throws Exception {
    try (BackupFile backup = BackupFile.open(from)) {
      return new Restoration(into, verification(), Optional.empty(), Clock.systemUTC(), SILENT)
          .run(backup, 0);
    }
  }

  private Database fresh(String name) throws BackupException {
    return Database.in(folder.resolve(name));
  }

  @Test
  void whatIsRestoredIsWhatWasThereInEveryTable() throws Exception {
    Manifest manifest = BackupFixture.backup(database, file);
    Database other = fresh("other");

    Restoration.Result result = restore(file, other);

    assertThat(result.findings().lines()).isEqualTo(11);
    assertThat(result.findings().receipts()).isEqualTo(2);
    Path again = folder.resolve("again.zip");
    try (Connection connection = other.connect();
        OutputStream out = Files.newOutputStream(again)) {
      new BackupWriter(connection, Optional.empty(), Clock.systemUTC()).write(out);
    }
    Map<String, byte[]> before = BackupFixture.files(file);
    Map<String, byte[]> after = BackupFixture.files(again);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    for (Manifest.Contents contents : manifest.tables()) {
      if (!contents.table().name().equals("ledger_epoch")) {
        assertThat(new String(after.get(contents.file()), UTF_8))
            .as(contents.file())
            .isEqualTo(new String(before.get(contents.file()), UTF_8));
      }
    }
    other.shutDown();
  }

  private static final String GENERATION = "b2b1d1ea-5a0f-4f0c-9a6c-0e7a3b8f9d10";

  private static FileKey stored(TestDatabase database, Path files, String text) throws Exception {
    byte[] content = text.getBytes(UTF_8);
    FileKey key =
        new FileKey(UUID.fromString(SignedHistory.ROOM.toString()), Digests.sha256Hex(content));
    BackupFixture.execute(
        database,
        "INSERT INTO room_file (room_id, sha256, size, owner_id, touched_at, generation)"
            + " VALUES ('"
            + key.room()
            + "', '"
            + key.sha256()
            + "', "
            + content.length
            + ", 'b', 1, '"
            + GENERATION
            + "')");
    Path place = key.placeIn(files, GENERATION);
    Files.createDirectories(place.getParent());
    Files.write(place, content);
    return key;
  }

  private Manifest backup(Path files) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        OutputStream out = Files.newOutputStream(file)) {
      return new BackupWriter(connection, Optional.of(files), Clock.systemUTC()).write(out);
    }
  }

  private FileContents.Count restored(String name, Path files) throws Exception {
    Database other = fresh(name);
    try (BackupFile backup = BackupFile.open(file)) {
      return new Restoration(other, verification(), Optional.of(files), Clock.systemUTC(), SILENT)
          .run(backup, 0)
          .files();
    } finally {
      other.shutDown();
    }
  }

  @Test
  void contentsOfFilesAreInABackupAndAreRestored() throws Exception {
    Path files = folder.resolve("files");
    FileKey first = stored(database, files, "first");
    FileKey second = stored(database, files, "second");
    assertThat(backup(files).files()).isEqualTo(new FileContents.Count(2, 11, 0));
    Path target = folder.resolve("target");
    FileKey kept = second;
    Files.createDirectories(kept.placeIn(target, GENERATION).getParent());
    Files.writeString(kept.placeIn(target, GENERATION), "cut");

    UUID mark = UUID.randomUUID();
    BackupFixture.execute(database, "UPDATE file_folder SET mark = '" + mark + "'");
    backup(files);

    assertThat(restored("one", target)).isEqualTo(new FileContents.Count(2, 11, 0));

    assertThat(FolderMark.read(target)).as("the server will take the folder").hasValue(mark);
    assertThat(first.placeIn(target, GENERATION)).hasContent("first");
    assertThat(second.placeIn(target, GENERATION)).hasContent("second");
    assertThat(OwnerOnly.isPrivate(first.placeIn(target, GENERATION))).isTrue();
    assertThat(restored("again", target)).isEqualTo(new FileContents.Count(2, 11, 0));
  }

  @Test
  void aContentThatIsMissingOrSpoiltEndsNeitherBackupNorRestore() throws Exception {
    Path files = folder.resolve("files");
    FileKey missing = stored(database, files, "missing");
    FileKey spoilt = stored(database, files, "spoilt");
    stored(database, files, "good");
    Files.delete(missing.placeIn(files, GENERATION));
    Files.writeString(spoilt.placeIn(files, GENERATION), "SPOILT");
    assertThat(backup(files).files()).isEqualTo(new FileContents.Count(2, 10, 1));
    Path target = folder.resolve("target");

    assertThat(restored("one", target)).isEqualTo(new FileContents.Count(1, 4, 2));

    assertThat(spoilt.placeIn(target, GENERATION)).doesNotExist();
  }

  @Test
  void noTableOfTheSchemaIsMissing() throws Exception {
    Manifest manifest = BackupFixture.backup(database, file);

    Set<String> names;
    try (Connection connection = database.dataSource().getConnection()) {
      names = new Catalogue(connection).names();
    }
    assertThat(names)
        .contains("users", "room", "membership", "transcript_entry", "issued_receipt")
        .contains(Catalogue.HISTORY);
    names.remove(Catalogue.HISTORY);
    assertThat(names.removeAll(Set.of("search_progress", "search_segment")))
        .as("made again from the transcript")
        .isTrue();
    assertThat(
            names.removeAll(
                Set.of("cluster_node", "cluster_secret", "chat_session", "room_upload")))
        .as("of servers that run")
        .isTrue();
    assertThat(manifest.tables().stream().map(contents -> contents.table().name()))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void theRestoredLedgerGoesOnAndNoFormerServerCan() throws Exception {
    BackupFixture.backup(database, file);
    try (TestDatabase restored = TestDatabase.withoutTables()) {
      restored.open();
      restore(file, new Database(restored.dataSource()));
      restored.reopen();

      LedgerEntry next = history.goOn(restored);

      assertThat(next.position()).isEqualTo(12);
      long epoch =
          restored.inTransaction(em ->
              ((Number) em.createNativeQuery("SELECT epoch FROM ledger_epoch").getSingleResult())
                  .longValue());
      assertThat(epoch).isGreaterThan(1_700_000_000_000L);
    }
  }

  @Test
  void aBackupShowsOneMomentHoweverMuchIsWrittenMeanwhile() throws Exception {
    Map<String, byte[]> before;
    BackupFixture.backup(database, file);
    before = BackupFixture.files(file);
    Path second = folder.resolve("second.zip");
    boolean[] written = {false};
    try (Connection connection = database.dataSource().getConnection();
        OutputStream out = Files.newOutputStream(second);
        OutputStream meddling =
            new OutputStream() {
              @Override
              public void write(int octet) {
                throw new UnsupportedOperationException();
              }

              @Override
              public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
                if (!written[0]) {
                  written[0] = true;
                  BackupFixture.execute(
                      database, "UPDATE users SET version = 99", "DELETE FROM issued_receipt");
                  history.goOn(database);
                }
                out.write(bytes, offset, length);
              }
            }) {
      // Nothing is buffered: the first bytes leave before the last table is read.
      new BackupWriter(connection, Optional.empty(), Clock.systemUTC(), 1).write(meddling);
    }

    assertThat(written[0]).isTrue();
    assertThat(BackupFixture.files(second).get("tables/issued_receipt.jsonl"))
        .isEqualTo(before.get("tables/issued_receipt.jsonl"));
    assertThat(BackupFixture.files(second).get("tables/transcript_entry.jsonl"))
        .isEqualTo(before.get("tables/transcript_entry.jsonl"));
  }

  @Test
  void noByteCanBeChangedWithoutBeingNoticed() throws Exception {
    BackupFixture.backup(database, file);
    byte[] good = Files.readAllBytes(file);
    Map<String, byte[]> content = BackupFixture.files(file);
    Path bad = folder.resolve("bad.zip");
    List<Integer> unnoticed = new ArrayList<>();
    for (int i = 0; i < good.length; i += 7) {
      byte[] changed = good.clone();
      changed[i] ^= 0x10;
      Files.write(bad, changed);
      try (BackupFile opened = BackupFile.open(bad)) {
        // Zips say some things twice. Where only the unused one was hit, nothing is lost.
        for (Manifest.Contents contents : opened.manifest().tables()) {
          if (!Arrays.equals(opened.rows(contents).readAllBytes(), content.get(contents.file()))) {
            unnoticed.add(i);
          }
        }
      } catch (BackupException e) {
        assertThat(e).hasMessageContaining("bad.zip");
      }
    }
    assertThat(unnoticed).isEmpty();
  }

  @Test
  void aBackupThatWasCutOffAnywhereIsRefused() throws Exception {
    BackupFixture.backup(database, file);
    byte[] good = Files.readAllBytes(file);
    Path bad = folder.resolve("bad.zip");
    for (int length = 0; length < good.length; length += 101) {
      Files.write(bad, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> BackupFile.open(bad).close())
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("bad.zip");
    }
  }

  @Test
  void aZipOfSomethingElseIsRefused() throws Exception {
    BackupFixture.zip(file, Map.of("holiday.jpg", new byte[100]));

    assertThatThrownBy(() -> BackupFile.open(file))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("no backup of SecureChat's");
  }

  @Test
  void aMissingTableAFileTooManyAndANewerFormatAreRefused() throws Exception {
    BackupFixture.backup(database, file);
    Map<String, byte[]> files = BackupFixture.files(file);
    byte[] users = files.remove("tables/users.jsonl");
    refuse(files, false, "exactly the files");
    refuse(files, true, "the table users is missing");
    files.put("tables/users.jsonl", users);
    files.put("tables/extra.jsonl", users);
    refuse(files, false, "exactly the files");
    files.remove("tables/extra.jsonl");
    String manifest = new String(files.get(BackupFile.MANIFEST), UTF_8);
    files.put(
        BackupFile.MANIFEST, manifest.replace("\"format\" : 1", "\"format\" : 2").getBytes(UTF_8));
    refuse(files, true, "format 2");
  }

  private void refuse(Map<String, byte[]> files, boolean summed, String reason) throws Exception {
    if (summed) {
      BackupFixture.sum(files);
    }
    Path bad = folder.resolve("bad.zip");
    BackupFixture.zip(bad, files);
    assertThatThrownBy(() -> BackupFile.open(bad).close())
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whoForgesABackupWithItsSumsIsFoundOutByTheLedger() throws Exception {
    BackupFixture.backup(database, file);
    forge("tables/issued_receipt.jsonl", "\"alice\"", "\"mallory\"", null);
    forge("tables/transcript_entry.jsonl", "\"bob\"", "\"mallory\"", "does not");
    forge("tables/room_head.jsonl", ",11,", ",10,", "head");
    forge(
        "tables/certificate_record.jsonl",
        "\\[\"[0-9a-f]{64}\"",
        "[\"" + "0".repeat(64) + "\"",
        "certificate");
    forge(
        "tables/issued_receipt.jsonl",
        "\\[\"[0-9a-f]{64}\"",
        "[\"" + "0".repeat(64) + "\"",
        "not what was issued");
    forge("tables/users.jsonl", "\"alice\"", "17", "malformed");
    forge("tables/users.jsonl", "\n", "\n[]\n", "malformed");
  }

  private void forge(String name, String what, String with, String complaint) throws Exception {
    Map<String, byte[]> files = BackupFixture.files(file);
    String content = new String(files.get(name), UTF_8);
    String forged = content.replaceFirst(what, with);
    assertThat(forged).as(what).isNotEqualTo(content);
    files.put(name, forged.getBytes(UTF_8));
    BackupFixture.sum(files);
    Path bad = folder.resolve("forged.zip");
    BackupFixture.zip(bad, files);
    Database target = fresh("forged" + java.util.UUID.randomUUID());
    if (complaint == null) {
      // Who a receipt was for is in what was signed; the copy beside it decides who may fetch it.
      restore(bad, target);
      return;
    }
    assertThatThrownBy(() -> restore(bad, target))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(complaint);
    // And no server starts on what it left behind.
    assertThatThrownBy(() -> new SchemaMigration(target.source()).run())
        .hasMessageContaining("restore was not completed");
  }

  @Test
  void aBackupOfANewerSchemaIsRefusedBeforeAnythingIsTouched() throws Exception {
    BackupFixture.backup(database, file);
    Map<String, byte[]> files = BackupFixture.files(file);
    String manifest = new String(files.get(BackupFile.MANIFEST), UTF_8);
    files.put(
        BackupFile.MANIFEST,
        manifest
            .replaceFirst("\"schema_version\" : \"\\d+\"", "\"schema_version\" : \"9999\"")
            .getBytes(UTF_8));
    BackupFixture.sum(files);
    BackupFixture.zip(file, files);
    Database target = fresh("newer");

    assertThatThrownBy(() -> restore(file, target))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("schema version 9999");
    try (Connection connection = target.connect()) {
      assertThat(new Catalogue(connection).names()).isEmpty();
    }
  }

  @Test
  void aDatabaseOfSomethingElseIsNotBackedUp() throws Exception {
    Database other = fresh("payroll");
    try (Connection connection = other.connect()) {
      Dialect.execute(connection, "CREATE TABLE payroll (id INTEGER PRIMARY KEY)");

      assertThatThrownBy(() ->
              new BackupWriter(connection, Optional.empty(), Clock.systemUTC())
                  .write(OutputStream.nullOutputStream()))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("no data of SecureChat's");
    }
  }
}
