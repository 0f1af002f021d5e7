package org.securechat.server.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.securechat.server.receipt.SignedHistory;
import org.securechat.server.testing.TestDatabase;

/** What the tests of this package do to databases and zips. */
final class BackupFixture {
  static final String ALICE = "6f1c7a01-3a57-4d5e-9f0a-5d2f0b9f2f4c";

  private BackupFixture() {}

  /** Accounts and a room, by SQL that every schema understands. */
  static void fill(TestDatabase database) {
    String user = "INSERT INTO users (id, username, state, created_at, updated_at, version";
    execute(
        database,
        user
            + ", salt, pwd_hash, kdf_memory_kib, kdf_iterations, kdf_parallelism) VALUES ('"
            + ALICE
            + "', 'alice', 'active', 1, 2, 3, X'"
            + "07".repeat(16)
            + "', X'"
            // SHA-256 of 32 bytes of 1, the derived key of the tests.
            + "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793"
            + "', 65536, 3, 2)",
        user + ") VALUES ('b', 'bob', 'disabled', 1, 2, 3)",
        "INSERT INTO room (id, name, visibility, created_by, created_at, version) VALUES ('"
            + SignedHistory.ROOM
            + "', '"
            + SignedHistory.ROOM_NAME
            + "', 'private', '"
            + ALICE
            + "', 4, 5)",
        "INSERT INTO membership (room_id, user_id, role, joined_at) VALUES ('"
            + SignedHistory.ROOM
            + "', '"
            + ALICE
            + "', 'owner', 6)",
        "INSERT INTO invitation (room_id, user_id, invited_by, invited_at) VALUES ('"
            + SignedHistory.ROOM
            + "', 'b', '"
            + ALICE
            + "', 7)",
        "INSERT INTO server_secret (name, secret) VALUES ('fake-salts', X'"
            + "a5".repeat(32)
            + "')");
  }

  static void execute(TestDatabase database, String... statements) {
    try (Connection connection = database.dataSource().getConnection()) {
      Dialect.execute(connection, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Manifest backup(TestDatabase database, Path file) throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        OutputStream out = Files.newOutputStream(file)) {
      return new BackupWriter(connection, Optional.empty(), Clock.systemUTC()).write(out);
    }
  }

  /** The files in a zip, by name. */
  static Map<String, byte[]> files(Path zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile in = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : in.stream().toList()) {
        files.put(entry.getName(), in.getInputStream(entry).readAllBytes());
      }
    }
    return files;
  }

  static void zip(Path file, Map<String, byte[]> files) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : files.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  /** What SHA256SUMS has to be once files have been changed by somebody who knows how. */
  static void sum(Map<String, byte[]> files) {
    StringBuilder sums = new StringBuilder();
    files.remove(BackupFile.SUMS);
    files.forEach((name, content) ->
        sums.append(org.securechat.protocol.crypto.Digests.sha256Hex(content))
            .append("  ")
            .append(name)
            .append('\n'));
    files.put(BackupFile.SUMS, sums.toString().getBytes(StandardCharsets.UTF_8));
  }
}
