package org.securechat.server.monitoring;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.securechat.server.file.FileRecords;
import org.securechat.server.metrics.Metrics;

/** Registers the metrics of files. A value is asked for when the metrics are read. */
@Singleton
@Startup
@DependsOn("ServerLifecycle")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FileGauges {
  private final FileRecords files;
  private final Metrics metrics;

  /** For the container's proxy. */
  public FileGauges() {
    this(null, null);
  }

  @Inject
  public FileGauges(FileRecords files, Metrics metrics) {
    this.files = files;
    this.metrics = metrics;
  }

  @PostConstruct
  void connect() {
    register(metrics);
  }

  /** Registers every metric whose value is asked for. */
  void register(Metrics to) {
    to.gauge("securechat_files", "Files that are stored.", () -> files.totals().files());
    to.gauge(
        "securechat_files_bytes",
        "Bytes of all files that are stored.",
        () -> files.totals().bytes());
  }
}
