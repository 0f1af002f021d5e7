package org.securechat.server.backup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Backup, verification and restore for a program that is not the server: it loads this class from
 * the archive and knows nothing but types of the JDK. One call at a time.
 *
 * <p>A request holds the texts of {@link ToolRequest.Key}, an answer the values of {@link
 * ToolAnswer.Key}. Progress is told in sentences.
 */
public final class BackupTool
    implements BiFunction<Map<String, String>, Consumer<String>, Map<String, Object>> {

  private final Clock clock = Clock.systemUTC();

  /** For the program that loads this class. */
  public BackupTool() {}

  @Override
  public Map<String, Object> apply(Map<String, String> request, Consumer<String> progress) {
    return answer(ToolRequest.of(request), progress).values();
  }

  private ToolAnswer answer(ToolRequest request, Consumer<String> progress) {
    try {
      return switch (request) {
        case ToolRequest.Backup backup -> backup(backup);
        case ToolRequest.Verify verify -> verify(verify, progress);
        case ToolRequest.Restore restore -> restore(restore, progress);
      };
    } catch (BackupException e) {
      return failure(e.getMessage());
    } catch (FileAlreadyExistsException e) {
      return failure(e.getMessage() + " exists already");
    } catch (IOException e) {
      return failure(e.toString());
    } catch (SQLException e) {
      return failure("the database: " + e.getMessage());
    }
  }

  private static ToolAnswer failure(String reason) {
    return new ToolAnswer().with(ToolAnswer.Key.ERROR, reason);
  }

  private ToolAnswer backup(ToolRequest.Backup request)
      throws BackupException, IOException, SQLException {
    Database database = Database.at(request.database());
    Manifest manifest;
    try (OwnerOnlyFile file = new OwnerOnlyFile(request.file())) {
      try (Connection connection = database.connect()) {
        manifest =
            new BackupWriter(connection, Optional.of(request.contents()), clock)
                .write(file.stream());
      }
      file.finish();
    }
    database.shutDown();
    return new ToolAnswer().with(manifest);
  }

  private ToolAnswer verify(ToolRequest.Verify request, Consumer<String> progress)
      throws BackupException, IOException, SQLException {
    Verification verification = verification(request.signer());
    try (BackupFile backup = open(request, progress)) {
      Restoration.Result result =
          RestoreDryRun.run(backup, verification, request.temp(), clock, progress);
      return new ToolAnswer().with(backup.manifest()).with(result);
    }
  }

  private ToolAnswer restore(ToolRequest.Restore request, Consumer<String> progress)
      throws BackupException, IOException, SQLException {
    Verification verification = verification(request.signer());
    try (BackupFile backup = open(request, progress)) {
      ToolAnswer answer = new ToolAnswer().with(backup.manifest());
      switch (request.target()) {
        case ToolRequest.Target.Embedded(var data) -> {
          EmbeddedRestore restore =
              new EmbeddedRestore(data, request.contents(), verification, clock, progress);
          answer.with(restore.run(backup, request.replace()));
          restore
              .movedAside()
              .ifPresent(old -> answer.with(ToolAnswer.Key.REPLACED, old.toString()));
        }
        case ToolRequest.Target.Served(var address, var temp) ->
            answer.with(
                new ServedRestore(
                        Database.at(address), request.contents(), verification, clock, progress)
                    .run(backup, request.replace(), temp));
      }
      return answer;
    }
  }

  private static BackupFile open(ToolRequest request, Consumer<String> progress)
      throws BackupException, IOException {
    BackupFile backup = BackupFile.open(request.file());
    progress.accept("read " + backup.manifest().rows() + " rows, no byte has changed");
    return backup;
  }

  private Verification verification(ToolRequest.Signer signer) throws BackupException {
    if (!Files.isDirectory(signer.pki())) {
      throw new BackupException(
          "there is no folder "
              + signer.pki()
              + " with the server's certificates; name it with --pki");
    }
    return new Verification(signer.pki(), signer.name(), clock);
  }
}
