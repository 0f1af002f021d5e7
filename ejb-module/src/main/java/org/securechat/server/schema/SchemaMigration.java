package org.securechat.server.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.securechat.server.query.DatabaseProduct;

/**
 * Applies the migrations in {@code db/migration}. Run it before anything uses the database, and
 * outside a container transaction: each migration commits for itself. Several nodes may start at
 * once; one migrates, the others wait for it.
 */
public final class SchemaMigration {
  private final DataSource dataSource;
  private final Flyway flyway;

  public SchemaMigration(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource);
    this.flyway = configured().load();
  }

  private FluentConfiguration configured() {
    return Flyway.configure(SchemaMigration.class.getClassLoader())
        .dataSource(dataSource)
        .locations("classpath:db/migration");
  }

  /**
   * Migrates to the newest schema this server knows.
   *
   * @return the schema version that is in force afterwards
   * @throws SchemaException if the schema was made by a newer server, has been edited by hand, a
   *     restore into it was not completed, or a migration fails; the server must not start then
   */
  public String run() {
    refuseUnfinished();
    String version = migrate();
    force();
    return version;
  }

  /**
   * A process that was killed between a commit and its synchronisation has left rows in H2's file
   * that the disk may not have. From here on they are read, signed for and shown, so that no power
   * cut may take them back. The other databases synchronise when they commit.
   */
  private void force() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      if (DatabaseProduct.isH2(connection)) {
        statement.execute("CHECKPOINT SYNC");
      }
    } catch (SQLException e) {
      throw new SchemaException("the database cannot be synchronised: " + e.getMessage(), e);
    }
  }

  private void refuseUnfinished() {
    try (Connection connection = dataSource.getConnection()) {
      if (UnfinishedRestore.isIn(connection)) {
        throw new SchemaException(
            "restore was not completed: this database holds a part of a backup, or one that does"
                + " not verify; run securechat restore again",
            null);
      }
    } catch (SQLException e) {
      throw new SchemaException("the database does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the schema as it was at an earlier version in an empty database, and marks the database
   * as one into which a backup is being restored, before there is anything in it.
   *
   * @throws SchemaException if this server does not know that version, or the database is not empty
   */
  public void prepareRestore(String version) {
    MigrationVersion target = MigrationVersion.fromVersion(version);
    if (target.compareTo(newestKnown()) > 0) {
      throw new SchemaException(
          "the backup has schema version "
              + version
              + ", this program knows none above "
              + newestKnown()
              + ": use the version of SecureChat that made it, or a newer one",
          null);
    }
    try {
      // No migration is that old, so Flyway makes the history only. Without it, Flyway refuses a
      // database that has a table already.
      configured().target("0?").load().migrate();
      try (Connection connection = dataSource.getConnection()) {
        UnfinishedRestore.mark(connection);
      }
      configured().target(target).load().migrate();
    } catch (FlywayException | SQLException e) {
      throw new SchemaException("the schema could not be made: " + e.getMessage(), e);
    }
  }

  /**
   * Brings the schema of a database that is being restored to the newest version.
   *
   * @return that version
   */
  public String finishRestore() {
    return migrate();
  }

  private String migrate() {
    try {
      refuseNewer();
      flyway.migrate();
      // Another node may have upgraded between the look and the migration.
      refuseNewer();
      return flyway.info().current().getVersion().getVersion();
    } catch (FlywayException e) {
      throw new SchemaException(
          "the database schema could not be migrated: " + e.getMessage().strip() + advice(), e);
    }
  }

  /** These databases cannot take back half a migration. */
  private String advice() {
    try {
      return Arrays.stream(flyway.info().all()).anyMatch(info -> info.getState().isFailed())
          ? "\n"
              + "A migration has failed in the middle, and no server starts on what it left:"
              + " restore the backup from before the upgrade, and go on with the release that"
              + " made it"
          : "";
    } catch (FlywayException e) {
      return "";
    }
  }

  /** Flyway itself tolerates migrations from the future; a chain of evidence does not. */
  private void refuseNewer() {
    MigrationVersion known = newestKnown();
    for (MigrationInfo applied : flyway.info().applied()) {
      MigrationVersion version = applied.getVersion();
      if (version != null && version.compareTo(known) > 0) {
        throw new SchemaException(
            "the database has schema version "
                + version
                + ", this server knows none above "
                + known
                + ": start the newer server that migrated it, or restore an older backup",
            null);
      }
    }
  }

  private MigrationVersion newestKnown() {
    return Arrays.stream(flyway.info().all())
        .filter(info -> info.getState().isResolved())
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(MigrationVersion::compareTo)
        .orElseThrow(() -> new SchemaException("no migrations on the class path", null));
  }
}
