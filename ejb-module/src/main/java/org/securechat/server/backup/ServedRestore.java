package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.securechat.server.schema.UnfinishedRestore;

/** A restore into a MySQL or MariaDB database. Confined to one thread. */
final class ServedRestore {
  private final Database database;
  private final Verification verification;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Path contents;

  /**
   * @param contents where the contents of files go
   */
  ServedRestore(
      Database database,
      Path contents,
      Verification verification,
      Clock clock,
      Consumer<String> progress) {
    this.contents = contents;
    this.database = database;
    this.verification = verification;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Restores.
   *
   * @param replace whether what is there may be dropped; it is only after the backup has been
   *     restored elsewhere and verified
   * @param temp folder with room for the whole database, for that
   */
  Restoration.Result run(BackupFile backup, boolean replace, Path temp)
      throws BackupException, IOException, SQLException {
    long epoch = 0;
    boolean resuming = false;
    boolean replacing = false;
    try (Connection connection = database.connect()) {
      Set<String> tables = new Catalogue(connection).names();
      refuseOthers(connection);
      if (tables.contains(UnfinishedRestore.TABLE)) {
        progress.accept("dropping what an unfinished restore has left");
        clear(connection);
        resuming = true;
      } else if (!tables.isEmpty()) {
        refuseForeign(tables);
        if (!replace) {
          throw new BackupException(
              "the database holds data already; --replace --yes drops it for the backup's");
        }
        replacing = true;
        epoch = epoch(connection);
      }
    }
    if (replacing) {
      progress.accept("rehearsing before anything is dropped");
      RestoreDryRun.run(backup, verification, temp, clock, progress);
      try (Connection connection = database.connect()) {
        refuseOthers(connection);
        UnfinishedRestore.mark(connection);
        clear(connection);
      }
    }
    return load(backup, epoch, replacing || resuming);
  }

  private Restoration.Result load(BackupFile backup, long epoch, boolean marked)
      throws BackupException, IOException, SQLException {
    boolean done = false;
    try {
      Restoration.Result result =
          new Restoration(database, verification, Optional.of(contents), clock, progress)
              .run(backup, epoch);
      done = true;
      return result;
    } finally {
      // Of what was replaced there is nothing to go back to: then the mark stays, lest a server
      // begins anew on nothing.
      if (!done && !marked) {
        try (Connection connection = database.connect()) {
          drop(connection, new Catalogue(connection).names());
        }
      }
    }
  }

  /** A server that is still there would write between the rows of the backup. */
  private static void refuseOthers(Connection connection) throws SQLException, BackupException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT user, host FROM information_schema.processlist"
                    + " WHERE db = DATABASE() AND id <> CONNECTION_ID()")) {
      if (rows.next()) {
        throw new BackupException(
            "the database is in use by "
                + rows.getString(1)
                + " from "
                + rows.getString(2)
                + "; stop every server on it first");
      }
    }
  }

  private static void refuseForeign(Set<String> tables) throws BackupException {
    if (!tables.contains(Catalogue.HISTORY) || !tables.contains("ledger_epoch")) {
      throw new BackupException(
          "the database holds tables that are not SecureChat's, such as "
              + tables.iterator().next());
    }
  }

  private static long epoch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT MAX(epoch) FROM ledger_epoch")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Drops everything but the mark and the migrations' history, which is emptied: without one, a
   * database with a table in it belongs to another application, as Flyway sees it.
   */
  private static void clear(Connection connection) throws SQLException {
    Set<String> tables = new Catalogue(connection).names();
    tables.remove(UnfinishedRestore.TABLE);
    if (tables.remove(Catalogue.HISTORY)) {
      Dialect.execute(connection, "DELETE FROM " + Catalogue.HISTORY);
    }
    drop(connection, tables);
  }

  private static void drop(Connection connection, Set<String> tables) throws SQLException {
    Dialect dialect = Dialect.of(connection);
    Dialect.execute(connection, "SET FOREIGN_KEY_CHECKS = 0");
    for (String table : tables) {
      Dialect.execute(connection, "DROP TABLE " + dialect.quoted(table));
    }
    Dialect.execute(connection, "SET FOREIGN_KEY_CHECKS = 1");
  }
}
