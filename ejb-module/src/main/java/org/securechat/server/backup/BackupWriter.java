package org.securechat.server.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.schema.SchemaVersion;
import org.securechat.server.schema.UnfinishedRestore;

/** Writes a backup of one moment of a database. Confined to one thread. */
final class BackupWriter {
  private static final int BUFFER = 1 << 16;

  private final Connection connection;
  private final Clock clock;
  private final Optional<Path> contents;
  private final int buffer;
  private final StringBuilder sums = new StringBuilder();

  /**
   * The connection is not closed, and left as it was.
   *
   * @param contents the folder of the contents of files; empty: none are in the backup
   */
  BackupWriter(Connection connection, Optional<Path> contents, Clock clock) {
    this(connection, contents, clock, BUFFER);
  }

  BackupWriter(Connection connection, Optional<Path> contents, Clock clock, int buffer) {
    this.contents = contents;
    this.connection = connection;
    this.clock = clock;
    this.buffer = buffer;
  }

  /**
   * Writes the backup.
   *
   * @param out not closed
   * @throws BackupException if the database holds no data of the product's, or not all of them
   */
  Manifest write(OutputStream out) throws SQLException, IOException, BackupException {
    Dialect dialect = Dialect.of(connection);
    dialect.beginSnapshot(connection);
    try {
      if (UnfinishedRestore.isIn(connection)) {
        throw new BackupException("a restore into this database was not completed");
      }
      Catalogue catalogue = new Catalogue(connection);
      if (!catalogue.names().contains(Catalogue.HISTORY)) {
        throw new BackupException("the database holds no data of SecureChat's");
      }
      // The first query on a table: this is the moment that the backup shows.
      String version = SchemaVersion.of(connection);
      String now = Timestamps.format(clock.instant());
      ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, buffer));
      List<Manifest.Contents> tables = new ArrayList<>();
      for (TableSchema table : catalogue.tables()) {
        tables.add(write(table, dialect, zip));
      }
      FileContents.Count files =
          contents.isEmpty()
              ? FileContents.Count.NONE
              : FileContents.write(
                  connection, contents.get(), (entry, content) -> add(zip, entry, content));
      Manifest manifest = new Manifest(version, productVersion(), now, database(), tables, files);
      add(zip, BackupFile.MANIFEST, manifest.encode());
      zip.putNextEntry(new ZipEntry(BackupFile.SUMS));
      zip.write(sums.toString().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.finish();
      zip.flush();
      return manifest;
    } finally {
      dialect.endSnapshot(connection);
    }
  }

  private Manifest.Contents write(TableSchema table, Dialect dialect, ZipOutputStream zip)
      throws SQLException, IOException {
    String file = new Manifest.Contents(table, 0).file();
    MessageDigest digest = Sha256.start();
    zip.putNextEntry(new ZipEntry(file));
    long count;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(dialect.fetchSize());
      try (ResultSet rows = statement.executeQuery(select(table, dialect))) {
        count = JsonLinesRows.write(rows, table.columns(), new DigestOutputStream(zip, digest));
      }
    }
    zip.closeEntry();
    sum(file, digest.digest());
    return new Manifest.Contents(table, count);
  }

  private static String select(TableSchema table, Dialect dialect) {
    String columns =
        table.columns().stream()
            .map(column -> dialect.quoted(column.name()))
            .collect(Collectors.joining(", "));
    String key = table.key().stream().map(dialect::quoted).collect(Collectors.joining(", "));
    return "SELECT " + columns + " FROM " + dialect.quoted(table.name()) + " ORDER BY " + key;
  }

  private void add(ZipOutputStream zip, String name, Path content) throws IOException {
    MessageDigest digest = Sha256.start();
    // Most files are compressed already.
    zip.setLevel(Deflater.NO_COMPRESSION);
    zip.putNextEntry(new ZipEntry(name));
    try (InputStream in = Files.newInputStream(content)) {
      in.transferTo(new DigestOutputStream(zip, digest));
    }
    zip.closeEntry();
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    sum(name, digest.digest());
  }

  private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
    sum(name, Sha256.start().digest(content));
  }

  private void sum(String file, byte[] digest) {
    sums.append(HexFormat.of().formatHex(digest)).append("  ").append(file).append('\n');
  }

  private String database() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    return metadata.getDatabaseProductName() + " " + metadata.getDatabaseProductVersion();
  }

  private static String productVersion() {
    String version = BackupWriter.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
