package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Most generations that one question names. */
  private static final int ASKED = 200;

  /**
   * What no row tells of is at least as old when it is deleted: servers may be examining or
   * publishing it, and their clocks may differ.
   */
  private static final Duration UNKNOWN = Duration.ofHours(1);

  private final FileStore store;
  private final FileRecords records;
  private final FileSettings settings;
  private final RunningChecks running;
  private final FilesFolderCheck check;
  private final Clock clock;

  /** For the container's proxy. */
  public FileSweep() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public FileSweep(
      FileStore store,
      FileRecords records,
      FileSettings settings,
      RunningChecks running,
      FilesFolderCheck check,
      Clock clock) {
    this.store = store;
    this.records = records;
    this.settings = settings;
    this.running = running;
    this.check = check;
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
      deleteUnknown(clock.instant().minus(longer(settings.unfinished(), UNKNOWN)));
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
      gone.forEach(key -> store.deleteUnnamed(key, Long.MAX_VALUE));
    } while (!gone.isEmpty());
    return null;
  }

  private void deleteUnfinished(Instant before) {
    long time = before.toEpochMilli();
    records.unnamedBefore(time, MOST).forEach(key -> store.deleteUnnamed(key, time));
    for (Upload upload : records.uploadsBefore(time, MOST)) {
      store.locked(
          upload.key(),
          () -> {
            if (!running.isRunning(upload)
                && store.incoming().lastWritten(upload).isBefore(before)
                && records.dropIfBefore(upload, time)) {
              store.incoming().delete(upload);
            }
            return upload;
          });
    }
  }

  /** What crashes have left in the folder, of which the database knows nothing. */
  private void deleteUnknown(Instant before) throws IOException {
    if (!check.isOurs()) {
      return;
    }
    for (Path file : store.incoming().all()) {
      ContentFolder.deleteIfOlder(file, before);
    }
    int deleted = 0;
    for (Path branch : store.contents().branches()) {
      Map<String, Path> contents = ContentFolder.generations(branch);
      List<String> generations = List.copyOf(contents.keySet());
      for (int from = 0; from < generations.size(); from += ASKED) {
        List<String> asked = generations.subList(from, Math.min(from + ASKED, generations.size()));
        Set<String> known = records.known(asked);
        for (String generation : asked) {
          if (!known.contains(generation)
              && ContentFolder.deleteIfOlder(contents.get(generation), before)) {
            deleted++;
          }
        }
      }
    }
    if (deleted > 0) {
      FileLog.leftOver(deleted);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
