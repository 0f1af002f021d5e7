package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.securechat.server.schema.SchemaException;
import org.securechat.server.schema.SchemaMigration;
import org.securechat.server.schema.UnfinishedRestore;

/** Fills an empty database from a backup and verifies it. Confined to one thread. */
final class Restoration {
  /** The most faults that a message lists. */
  private static final int MAX_FAULTS = 10;

  private final Database database;
  private final Verification verification;
  private final Clock clock;
  private final Consumer<String> progress;
  private final Optional<Path> contents;

  /**
   * @param contents where the contents of files go; empty: they are only counted
   */
  Restoration(
      Database database,
      Verification verification,
      Optional<Path> contents,
      Clock clock,
      Consumer<String> progress) {
    this.contents = contents;
    this.database = database;
    this.verification = verification;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Loads, migrates and verifies. Until this returns no server starts on the database.
   *
   * @param epochBefore the ledger's epoch in what was there before, or 0
   * @throws BackupException if the backup does not load or what was loaded does not verify
   */
  Result run(BackupFile backup, long epochBefore)
      throws SQLException, IOException, BackupException {
    try {
      SchemaMigration schema = new SchemaMigration(database.source());
      schema.prepareRestore(backup.manifest().schemaVersion());
      try (Connection connection = database.connect()) {
        new TableLoader(connection, progress).load(backup);
      }
      String version = schema.finishRestore();
      try (Connection connection = database.connect()) {
        takeEpoch(connection, epochBefore);
        VerificationResult findings = verification.of(connection, progress);
        if (!findings.faults().isEmpty()) {
          throw new BackupException("the backup does not verify: " + some(findings.faults()));
        }
        FileContents.Count files =
            contents.isPresent()
                ? FileContents.restore(connection, backup, contents.get(), progress)
                : FileContents.check(connection, backup);
        UnfinishedRestore.unmark(connection);
        return new Result(version, findings, files);
      }
    } catch (SchemaException e) {
      throw new BackupException(e.getMessage(), e);
    }
  }

  private static String some(List<String> faults) {
    String first = faults.stream().limit(MAX_FAULTS).collect(Collectors.joining("; "));
    int more = faults.size() - MAX_FAULTS;
    return more > 0 ? first + "; and " + more + " more" : first;
  }

  /**
   * No server that ever wrote to this ledger, wherever it may still run, can believe that it is the
   * one that may: servers raise the epoch by one each, which never catches up with the clock.
   */
  private void takeEpoch(Connection connection, long before) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE ledger_epoch SET holder = NULL,"
                + " epoch = CASE WHEN epoch < ? THEN ? ELSE epoch + 1 END")) {
      long fresh = Math.max(clock.millis(), before + 1);
      update.setLong(1, fresh);
      update.setLong(2, fresh);
      update.executeUpdate();
    }
  }

  /**
   * What there is now.
   *
   * @param schemaVersion to which the tables were brought
   * @param files the contents of files
   */
  record Result(String schemaVersion, VerificationResult findings, FileContents.Count files) {}
}
