package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.server.file.FileRecords.Upload;
import org.securechat.server.retention.ErasedContents;
import org.securechat.server.retention.ErasureTask;

/**
 * Deletes contents: of files whose last line was erased, of those that no line has named for long,
 * and of those that were not brought to their end. It remembers nothing, so that what a crash has
 * left is found by the next run. Thread-safe.
 */
@ApplicationScoped
public class FileSweep implements ErasureTask, ErasedContents {
  private static final int MOST = 500;

  private final FileStore store;
  private final FileRecords records;
  private final FileSettings settings;
  private final RunningChecks running;
  private final Clock clock;

  /** For the container's proxy. */
  public FileSweep() {
    this(null, null, null, null, null);
  }

  @Inject
  public FileSweep(
      FileStore store,
      FileRecords records,
      FileSettings settings,
      RunningChecks running,
      Clock clock) {
    this.store = store;
    this.records = records;
    this.settings = settings;
    this.running = running;
    this.clock = clock;
  }

  @Override
  public void erased(UUID room) {
    quietly(() -> deleteErased(Optional.of(room)));
  }

  @Override
  public void run() {
    quietly(() -> {
      deleteErased(Optional.empty());
      deleteUnfinished(clock.instant().minus(settings.unfinished()));
      return null;
    });
  }

  /** What fails is tried again by the next run, which looks anew. */
  private static void quietly(FileStore.Work<?> work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      FileLog.sweepFailed(e);
    }
  }

  private Void deleteErased(Optional<UUID> room) {
    List<FileKey> gone;
    do {
      gone = records.forgetErased(room, MOST);
      gone.forEach(this::delete);
    } while (!gone.isEmpty());
    return null;
  }

  private void delete(FileKey key) {
    store.locked(
        key,
        () -> {
          if (records.forget(key)) {
            store.folder().delete(key);
          }
          return key;
        });
  }

  private void deleteUnfinished(Instant before) throws IOException {
    records.unnamedBefore(before.toEpochMilli(), MOST).forEach(this::delete);
    for (Upload upload : records.uploadsBefore(before.toEpochMilli(), MOST)) {
      store.locked(
          upload.key(),
          () -> {
            if (!running.isRunning(upload) && store.folder().lastWritten(upload).isBefore(before)) {
              store.folder().delete(upload);
              records.drop(upload);
            }
            return upload;
          });
    }
    for (Path left : store.folder().incomingBefore(before)) {
      Files.deleteIfExists(left);
    }
  }
}
