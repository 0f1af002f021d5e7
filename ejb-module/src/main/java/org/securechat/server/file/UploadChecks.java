package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.securechat.protocol.crypto.Digests;
import org.securechat.server.DomainException;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.file.FileException.Reason;
import org.securechat.server.file.FileRecords.Upload;
import org.securechat.server.file.FileScanner.Finding;
import org.securechat.server.limit.FairLane;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LaneKind;
import org.securechat.server.limit.Lanes;
import org.securechat.server.metrics.FileMetrics;

/**
 * Examines what was brought, and makes a file of it: its size and its hash are what was said, it is
 * on the disk, and the operator's scanner, if there is one, has found nothing. Thread-safe.
 */
@ApplicationScoped
public class UploadChecks {
  /** For so long an answer waits for the outcome; who asks again waits again. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final FileStore store;
  private final FileRecords records;
  private final FileSettings settings;
  private final RunningChecks running;
  private final Lanes lanes;
  private final AuditLog audit;
  private final FileMetrics metrics;

  /** For the container's proxy. */
  public UploadChecks() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public UploadChecks(
      FileStore store,
      FileRecords records,
      FileSettings settings,
      RunningChecks running,
      Lanes lanes,
      AuditLog audit,
      FileMetrics metrics) {
    this.store = store;
    this.records = records;
    this.settings = settings;
    this.running = running;
    this.lanes = lanes;
    this.audit = audit;
    this.metrics = metrics;
  }

  /**
   * Has an upload examined, and waits a moment for the outcome. The folder is looked at in the lane
   * of checks alone.
   *
   * @param user who has brought it, for the audit log, too
   * @param roomName for the audit log
   * @return whether a line can name the file; if not, it is still being examined
   * @throws DomainException if it is not taken
   */
  public boolean end(UUID user, String userName, FileKey key, String roomName) {
    store.requireTaken();
    Upload upload = new Upload(key, user);
    CompletableFuture<Void> outcome =
        running.of(upload, result -> begin(upload, userName, roomName, result));
    try {
      outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      running.forget(upload);
      throw e.getCause() instanceof DomainException refused
          ? refused
          : new CompletionException(e.getCause());
    }
  }

  private void begin(
      Upload upload, String userName, String roomName, CompletableFuture<Void> result) {
    FairLane.Job job =
        new FairLane.Job() {
          @Override
          public void run() {
            try {
              examine(upload, userName, roomName);
              running.passed(upload, result);
            } catch (RuntimeException e) {
              running.failed(upload, result, e);
            }
          }

          @Override
          public void refused(LaneException reason) {
            running.failed(upload, result, reason);
          }
        };
    try {
      lanes.of(LaneKind.FILE_CHECKS).submit(upload.owner(), job);
    } catch (LaneException e) {
      running.failed(upload, result, e);
    }
  }

  private void examine(Upload upload, String userName, String roomName) {
    if (store.isWhole(upload.key())) {
      return;
    }
    try {
      long size = records.uploadSize(upload).orElseThrow(() -> FileStore.noSuchFile("not begun"));
      requireAll(upload, size);
      try {
        Path taken = store.incoming().take(upload);
        requireContent(upload, taken, size);
        IncomingFolder.force(taken);
        requireClean(upload, taken, size, userName, roomName);
        store.publish(upload, taken, size);
      } finally {
        store.incoming().release(upload);
      }
    } catch (IOException e) {
      throw FileStore.failed(e);
    }
  }

  private void requireAll(Upload upload, long size) throws IOException {
    if (size == 0) {
      store.incoming().touch(upload);
    }
    long there = store.incoming().size(upload);
    if (there < size) {
      throw FileStore.noSuchFile("only " + there + " of " + size + " bytes are there");
    }
  }

  private void requireContent(Upload upload, Path taken, long size) throws IOException {
    if (Files.size(taken) != size || !Digests.sha256Hex(taken).equals(upload.key().sha256())) {
      drop(upload);
      throw new FileException(Reason.OTHER_CONTENT, "its hash is another one");
    }
  }

  private void requireClean(Upload upload, Path taken, long size, String userName, String roomName)
      throws IOException {
    if (settings.scanner().isEmpty()) {
      return;
    }
    switch (scan(taken)) {
      case Finding.Clean _ -> metrics.scanned("clean");
      case Finding.Infected _ -> {
        metrics.scanned("infected");
        drop(upload);
        FileLog.infected(upload.key(), size);
        audit.later(
            AuditEvent.of(AuditAction.FILE_REFUSED)
                .by(userName)
                .on(roomName)
                .denied()
                .with("sha256", upload.key().sha256())
                .with("size", Long.toString(size)));
        throw new FileException(Reason.INFECTED, "the scanner has found something");
      }
      case Finding.Unknown unknown -> {
        metrics.scanned("failed");
        FileLog.notExamined(upload.key(), unknown.why());
        throw new FileException(Reason.NOT_EXAMINED, unknown.why());
      }
    }
  }

  private Finding scan(Path taken) {
    try {
      return new FileScanner(settings.scanner().orElseThrow()).examine(taken);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding.Unknown("the server stops");
    }
  }

  private void drop(Upload upload) throws IOException {
    store.incoming().delete(upload);
    records.drop(upload);
  }
}
