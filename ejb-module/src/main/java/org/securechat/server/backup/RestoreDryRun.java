package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.securechat.protocol.file.OwnerOnly;

/** A restore into a database that is deleted afterwards, to see whether it would succeed. */
final class RestoreDryRun {
  private RestoreDryRun() {}

  /**
   * Restores and verifies.
   *
   * @param temp folder with room for the whole database; nothing stays in it
   */
  static Restoration.Result run(
      BackupFile backup, Verification verification, Path temp, Clock clock, Consumer<String> told)
      throws BackupException, IOException, SQLException {
    Path folder = OwnerOnly.createTemporaryFolder(temp, "securechat-verify-");
    try {
      Database database = Database.in(folder.resolve("rehearsal"));
      try {
        return new Restoration(database, verification, Optional.empty(), clock, told)
            .run(backup, 0);
      } finally {
        database.shutDown();
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
