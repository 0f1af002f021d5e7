package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Backup, verification and restore for a program that is not the server: it loads this class from
 * the archive and knows nothing but types of the JDK. One call at a time.
 *
 * <p>The request names the {@code command} ({@code backup}, {@code verify} or {@code restore}) and
 * the {@code file}; the rest is said at each. The answer holds what was done, or an {@code error}
 * for the operator. Progress is told in sentences.
 */
public final class BackupTool
    implements BiFunction<Map<String, String>, Consumer<String>, Map<String, Object>> {

  private final Clock clock = Clock.systemUTC();

  /** For whoever loads this class. */
  public BackupTool() {}

  @Override
  public Map<String, Object> apply(Map<String, String> request, Consumer<String> progress) {
    Map<String, Object> answer = new TreeMap<>();
    try {
      switch (request.get("command")) {
        case "backup":
          backup(request, answer);
          break;
        case "verify":
          verify(request, progress, answer);
          break;
        case "restore":
          restore(request, progress, answer);
          break;
        default:
          throw new IllegalArgumentException("command " + request.get("command"));
      }
    } catch (BackupException e) {
      answer.put("error", e.getMessage());
    } catch (FileAlreadyExistsException e) {
      answer.put("error", e.getMessage() + " exists already");
    } catch (IOException e) {
      answer.put("error", e.toString());
    } catch (SQLException e) {
      answer.put("error", "the database: " + e.getMessage());
    }
    return answer;
  }

  /** Request: the {@code securechat.db.*} settings. */
  private void backup(Map<String, String> request, Map<String, Object> answer)
      throws BackupException, IOException, SQLException {
    Database database = Database.of(request);
    try (OwnerOnlyFile file = new OwnerOnlyFile(file(request))) {
      Manifest manifest;
      try (Connection connection = database.connect()) {
        manifest = new BackupWriter(connection, clock).write(file.stream());
      }
      file.finish();
      describe(manifest, answer);
    }
    database.shutDown();
  }

  /** Request: {@code pki}, {@code name} of the server, {@code temp} folder for a database. */
  private void verify(
      Map<String, String> request, Consumer<String> progress, Map<String, Object> answer)
      throws BackupException, IOException, SQLException {
    Verification verification = verification(request);
    try (BackupFile backup = BackupFile.open(file(request))) {
      progress.accept("read " + backup.manifest().rows() + " rows, no byte has changed");
      Restoration.Result result =
          RestoreDryRun.run(backup, verification, Path.of(request.get("temp")), clock, progress);
      describe(backup.manifest(), answer);
      describe(result, answer);
    }
  }

  /**
   * Request: as of both others, {@code data} if the database is the embedded one in that folder,
   * {@code replace} if what is there may go.
   */
  private void restore(
      Map<String, String> request, Consumer<String> progress, Map<String, Object> answer)
      throws BackupException, IOException, SQLException {
    Verification verification = verification(request);
    boolean replace = Boolean.parseBoolean(request.get("replace"));
    try (BackupFile backup = BackupFile.open(file(request))) {
      progress.accept("read " + backup.manifest().rows() + " rows, no byte has changed");
      Restoration.Result result;
      if (request.containsKey("data")) {
        EmbeddedRestore restore =
            new EmbeddedRestore(Path.of(request.get("data")), verification, clock, progress);
        result = restore.run(backup, replace);
        restore.movedAside().ifPresent(old -> answer.put("replaced", old.toString()));
      } else {
        result =
            new ServedRestore(Database.of(request), verification, clock, progress)
                .run(backup, replace, Path.of(request.get("temp")));
      }
      describe(backup.manifest(), answer);
      describe(result, answer);
    }
  }

  private static Path file(Map<String, String> request) {
    return Path.of(request.get("file"));
  }

  private Verification verification(Map<String, String> request) throws BackupException {
    Path pki = Path.of(request.get("pki"));
    if (!Files.isDirectory(pki)) {
      throw new BackupException(
          "there is no folder " + pki + " with the server's certificates; name it with --pki");
    }
    return new Verification(pki, request.get("name"), clock);
  }

  static void describe(Manifest manifest, Map<String, Object> answer) {
    answer.put("created_at", manifest.createdAt());
    answer.put("database", manifest.database());
    answer.put("schema_version", manifest.schemaVersion());
    answer.put("tables", (long) manifest.tables().size());
    answer.put("rows", manifest.rows());
  }

  private static void describe(Restoration.Result result, Map<String, Object> answer) {
    answer.put("migrated_to", result.schemaVersion());
    answer.put("transcripts", (long) result.findings().rooms());
    answer.put("lines", result.findings().lines());
    answer.put("signatures", result.findings().signatures());
    answer.put("receipts", result.findings().receipts());
  }
}
