package org.securechat.server.file;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.securechat.server.file.FileRecords.Upload;
import org.securechat.server.limit.LruMap;

/**
 * Which contents are being examined now; nobody writes to them meanwhile. What came of those that
 * were refused is kept for whoever asks next. Thread-safe.
 */
@ApplicationScoped
public class RunningChecks {
  private static final int MAX_REMEMBERED = 1_000;

  private final Map<Upload, CompletableFuture<Void>> running = new HashMap<>();
  private final Map<Upload, CompletableFuture<Void>> refused = new LruMap<>(MAX_REMEMBERED);

  synchronized boolean isRunning(Upload upload) {
    return running.containsKey(upload);
  }

  /** Somebody was told how the check ended, or the upload begins anew. */
  synchronized void forget(Upload upload) {
    refused.remove(upload);
  }

  /**
   * The outcome of the check of an upload.
   *
   * @param begin begins the check, which completes the outcome; called unless one runs already, or
   *     has ended badly and nobody has heard of it yet
   */
  CompletableFuture<Void> of(Upload upload, Consumer<CompletableFuture<Void>> begin) {
    CompletableFuture<Void> fresh = new CompletableFuture<>();
    synchronized (this) {
      CompletableFuture<Void> known = refused.remove(upload);
      if (known == null) {
        known = running.putIfAbsent(upload, fresh);
      }
      if (known != null) {
        return known;
      }
    }
    begin.accept(fresh);
    return fresh;
  }

  /** A check has ended well. */
  void passed(Upload upload, CompletableFuture<Void> outcome) {
    synchronized (this) {
      running.remove(upload, outcome);
    }
    outcome.complete(null);
  }

  /** A check has ended badly. */
  void failed(Upload upload, CompletableFuture<Void> outcome, RuntimeException reason) {
    synchronized (this) {
      running.remove(upload, outcome);
      refused.put(upload, outcome);
    }
    outcome.completeExceptionally(reason);
  }
}
