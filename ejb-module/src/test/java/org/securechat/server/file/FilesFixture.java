package org.securechat.server.file;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.FileInfo;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.limit.Lanes;
import org.securechat.server.metrics.FileMetrics;
import org.securechat.server.metrics.Metrics;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

/** The beans of files on a database and a folder of a test. */
final class FilesFixture {
  static final int KEPT_FOR_HOURS = 24;

  final RoomFixture rooms;
  final FileRecords records;
  final Path folder;
  private final RunningChecks running = new RunningChecks();
  final FilesFolderCheck check;
  final FileStore store;
  final UploadChecks checks;
  final FileSweep sweep;

  FilesFixture(RoomFixture rooms, Path folder, String... scanner) {
    this(rooms, folder, true, scanner);
  }

  FilesFixture(RoomFixture rooms, Path folder, boolean isTaken, String... scanner) {
    this(rooms, folder, isTaken, 0, scanner);
  }

  FilesFixture(RoomFixture rooms, Path folder, boolean isTaken, long keptFree, String... scanner) {
    this(
        rooms,
        rooms.database.joining(FileRecords.class, JpaFileRecords::new),
        settings(folder, false, isTaken, keptFree, scanner));
  }

  /** One of several servers on one folder. */
  static FilesFixture shared(RoomFixture rooms, Path folder, String... scanner) {
    return shared(
        rooms, folder, rooms.database.joining(FileRecords.class, JpaFileRecords::new), scanner);
  }

  /** The same, with what a test puts before the database. */
  static FilesFixture shared(
      RoomFixture rooms, Path folder, FileRecords records, String... scanner) {
    return new FilesFixture(rooms, records, settings(folder, true, true, 0, scanner));
  }

  private static FileSettings settings(
      Path folder, boolean isShared, boolean isTaken, long keptFree, String... scanner) {
    return new FileSettings(
        folder,
        isShared,
        isTaken ? Optional.empty() : Optional.of("a test"),
        1_000,
        2_000,
        3_000,
        4_000,
        keptFree,
        Duration.ofHours(KEPT_FOR_HOURS),
        scanner.length == 0
            ? Optional.empty()
            : Optional.of(new FileSettings.Scanner(List.of(scanner), Duration.ofSeconds(20))));
  }

  private FilesFixture(RoomFixture rooms, FileRecords records, FileSettings settings) {
    this.rooms = rooms;
    this.folder = settings.folder();
    this.records = records;
    check =
        new FilesFolderCheck(
            settings, rooms.database.joining(FolderRecords.class, JpaFolderRecords::new));
    store = new FileStore(settings, records, check, running, rooms.clock);
    checks =
        new UploadChecks(
            store,
            records,
            settings,
            running,
            new Lanes((Executor) Runnable::run, Clock.systemUTC()),
            rooms.audit,
            new FileMetrics(new Metrics()));
    sweep = new FileSweep(store, records, settings, running, check, rooms.clock);
  }

  static FileKey key(Room room, byte[] content) {
    return new FileKey(room.id(), Digests.sha256Hex(content));
  }

  static FileInfo info(byte[] content) {
    return new FileInfo(
        "report.pdf", content.length, FileInfo.ANY_TYPE, Digests.sha256Hex(content));
  }

  /** Brings a whole content, and has it examined. */
  boolean bring(UUID user, Room room, byte[] content) {
    FileKey key = key(room, content);
    long there = store.begin(user, key, content.length);
    if (there < content.length) {
      store.part(user, key, there, Arrays.copyOfRange(content, (int) there, content.length));
    }
    return checks.end(user, "alice", key, room.name());
  }

  /** A line that names a content, as a session would write it. */
  LedgerEntry name(Room room, byte[] content) {
    store.require(room.id(), info(content));
    return rooms.append(
        RoomFixture.line(room, "alice")
            .with(entry ->
                new FileStore(
                        settings(folder, false, true, 0),
                        new JpaFileRecords(rooms.database.joined()),
                        check,
                        running,
                        rooms.clock)
                    .name(room.id(), entry.position(), info(content))));
  }
}
