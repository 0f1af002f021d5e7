package org.securechat.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A restore of the embedded database: into a new file beside the one that is there, which takes its
 * place once it has been verified. Confined to one thread; the caller holds the data folder.
 */
final class EmbeddedRestore {
  /** While it is there the launcher starts no server on the folder; it knows this name, too. */
  static final String UNFINISHED = "restore.unfinished";

  private static final String SUFFIX = ".mv.db";
  private static final String REDO_SUFFIX = ".redo";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path data;
  private final Path present;
  private final Path redoLog;
  private final Path fresh;
  private final Verification verification;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Path contents;
  private Path aside;

  /**
   * @param contents where the contents of files go
   */
  EmbeddedRestore(
      Path data, Path contents, Verification verification, Clock clock, Consumer<String> progress) {
    this.data = data;
    this.contents = contents;
    this.present = data.resolve("securechat" + SUFFIX);
    this.redoLog = data.resolve("securechat" + REDO_SUFFIX);
    this.fresh = data.resolve("restoring" + SUFFIX);
    this.verification = verification;
    this.clock = clock;
    this.progress = progress;
  }

  Restoration.Result run(BackupFile backup, boolean replace)
      throws BackupException, IOException, SQLException {
    if (Files.exists(present) && !replace) {
      throw new BackupException(
          data + " holds a database already; --replace --yes moves it aside for the backup's");
    }
    Files.deleteIfExists(fresh);
    Path marker = data.resolve(UNFINISHED);
    boolean resumed = Files.exists(marker);
    Files.writeString(marker, "A restore was begun here and is not finished.\n");
    OwnerOnlyFile.forceFolder(data);
    boolean done = false;
    try {
      Restoration.Result result = load(backup);
      swap();
      done = true;
      return result;
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(data.resolve("restoring.trace.db"));
      // What failed has changed nothing; what an earlier attempt left is as unfinished as before.
      if (done || !resumed) {
        Files.deleteIfExists(marker);
        OwnerOnlyFile.forceFolder(data);
      }
    }
  }

  private Restoration.Result load(BackupFile backup)
      throws BackupException, IOException, SQLException {
    Database database = Database.in(data.resolve("restoring"));
    try {
      return new Restoration(database, verification, Optional.of(contents), clock, progress)
          .run(backup, epoch());
    } finally {
      database.shutDown();
    }
  }

  /** Of what is there; 0 if nothing is, or nothing that can be opened. */
  private long epoch() throws BackupException {
    if (!Files.exists(present)) {
      return 0;
    }
    Database old = Database.in(data.resolve("securechat"));
    try (Connection connection = old.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(epoch) FROM ledger_epoch")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      progress.accept("what is there cannot be read: " + e.getMessage());
      return 0;
    } finally {
      close(old);
    }
  }

  private static void close(Database old) {
    try {
      old.shutDown();
    } catch (SQLException e) {
      // It could not be opened, and has been told already.
    }
  }

  private void swap() throws IOException {
    try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    if (Files.exists(present)) {
      String old = "securechat-before-" + STAMP.format(clock.instant());
      aside = data.resolve(old + SUFFIX);
      // First: what only the log has belongs to the old database, and never to the new one.
      if (Files.exists(redoLog)) {
        Files.move(redoLog, data.resolve(old + REDO_SUFFIX));
      }
      Files.move(present, aside);
    }
    Files.move(fresh, present, StandardCopyOption.ATOMIC_MOVE);
    OwnerOnlyFile.forceFolder(data);
  }

  /** Where the database is now that was there before. */
  Optional<Path> movedAside() {
    return Optional.ofNullable(aside);
  }
}
