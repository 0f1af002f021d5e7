package org.securechat.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What the scanner of files says, counted. Thread-safe. */
@ApplicationScoped
public class FileMetrics {
  private Counter scans;

  /** For the container's proxy. */
  public FileMetrics() {}

  @Inject
  public FileMetrics(Metrics metrics) {
    scans =
        metrics.counter(
            "securechat_file_scans_total",
            "Files that the scanner has examined: clean, infected, or failed.",
            "result");
  }

  /** A file was examined. */
  public void scanned(String result) {
    scans.labelValues(result).inc();
  }
}
