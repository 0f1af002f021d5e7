package org.securechat.server.schema;

import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Applies the migrations in {@code db/migration}. Run it before anything uses the database, and
 * outside a container transaction: each migration commits for itself. Several nodes may start at
 * once; one migrates, the others wait for it.
 */
public final class SchemaMigration {
  private final Flyway flyway;

  public SchemaMigration(DataSource dataSource) {
    this.flyway =
        Flyway.configure(SchemaMigration.class.getClassLoader())
            .dataSource(Objects.requireNonNull(dataSource))
            .locations("classpath:db/migration")
            .load();
  }

  /**
   * Migrates to the newest schema this server knows.
   *
   * @return the schema version that is in force afterwards
   * @throws SchemaException if the schema was made by a newer server, has been edited by hand, or a
   *     migration fails; the server must not start then
   */
  public String run() {
    try {
      refuseNewer();
      flyway.migrate();
      // Another node may have upgraded between the look and the migration.
      refuseNewer();
      return flyway.info().current().getVersion().getVersion();
    } catch (FlywayException e) {
      throw new SchemaException("the database schema could not be migrated: " + e.getMessage(), e);
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
