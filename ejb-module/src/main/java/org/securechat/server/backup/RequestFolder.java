package org.securechat.server.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * How another process of the same owner asks a running server for a backup. It makes {@code
 * backup-requests/ID.request} in the data folder; the server renames that to {@code ID.taken},
 * leaves {@code ID.zip} and then {@code ID.done} (lines of {@code key=value}: what was backed up)
 * or {@code ID.failed} (why not). The requester takes the zip and removes the rest.
 *
 * <p>Confined to one thread.
 */
final class RequestFolder {
  static final String NAME = "backup-requests";

  /** A file that was not collected by then is removed: it holds secrets. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private static final String REQUEST = ".request";

  private final Path folder;
  private final DataSource source;
  private final Clock clock;
  private final Consumer<Manifest> made;
  private final Path contents;

  /**
   * @param contents the folder of the contents of files
   */
  RequestFolder(Path data, Path contents, DataSource source, Clock clock, Consumer<Manifest> made) {
    this.contents = contents;
    this.folder = data.resolve(NAME);
    this.source = source;
    this.clock = clock;
    this.made = made;
  }

  /** Removes what was left when the server stopped; the requester has been told. */
  void clean() {
    remove(Duration.ZERO);
  }

  private void remove(Duration age) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        boolean old =
            Files.getLastModifiedTime(file).toInstant().plus(age).isBefore(clock.instant());
        if (old && !file.toString().endsWith(REQUEST)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      BackupLog.requestFailed(e);
    }
  }

  /** Serves every request there is. Never throws. */
  void serve() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> requests = Files.newDirectoryStream(folder, "*" + REQUEST)) {
      for (Path request : requests) {
        serve(request);
      }
    } catch (IOException | RuntimeException e) {
      BackupLog.requestFailed(e);
    }
    remove(FORGOTTEN);
  }

  private void serve(Path request) throws IOException {
    String name = request.getFileName().toString();
    String id = name.substring(0, name.length() - REQUEST.length());
    Path taken = folder.resolve(id + ".taken");
    Files.move(request, taken, StandardCopyOption.ATOMIC_MOVE);
    try (OwnerOnlyFile file = new OwnerOnlyFile(folder.resolve(id + ".zip"));
        Connection connection = source.getConnection()) {
      Manifest manifest =
          new BackupWriter(connection, Optional.of(contents), clock).write(file.stream());
      file.finish();
      BackupLog.made(manifest.rows());
      made.accept(manifest);
      answer(id + ".done", lines(new ToolAnswer().with(manifest).values()));
    } catch (SQLException | BackupException | IOException | RuntimeException e) {
      BackupLog.requestFailed(e);
      answer(id + ".failed", String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(taken);
    }
  }

  private static byte[] lines(Map<String, Object> answer) {
    StringBuilder lines = new StringBuilder();
    answer.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void answer(String name, byte[] content) throws IOException {
    try (OwnerOnlyFile file = new OwnerOnlyFile(folder.resolve(name))) {
      file.stream().write(content);
      file.finish();
    }
  }
}
