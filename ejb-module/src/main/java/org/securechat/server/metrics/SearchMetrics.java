package org.securechat.server.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;

/** Searches of members, counted, and how long they take. Thread-safe. */
@ApplicationScoped
public class SearchMetrics {
  private static final double NANOS = 1e9;
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private Counter searches;
  private Histogram seconds;

  /** Why a search came to its end. */
  public enum End {
    /** All lines of the room were searched. */
    ROOM,
    /** The page was full. */
    PAGE,
    /** The time was up. */
    TIME
  }

  /** For the container's proxy. */
  public SearchMetrics() {}

  @Inject
  public SearchMetrics(Metrics metrics) {
    searches =
        metrics.counter(
            "securechat_member_searches_total",
            "Pages of members' searches, by their end: all lines of the room were searched (room),"
                + " the page was full (page), or the time was up (time).",
            "end");
    seconds =
        metrics.histogram(
            "securechat_member_search_duration_seconds",
            "One page of a member's search, without the time in which it waited for its turn.",
            SECONDS);
  }

  /** A page was searched. */
  public void searched(End end, long nanos) {
    searches.labelValues(end.name().toLowerCase(Locale.ROOT)).inc();
    seconds.observe(nanos / NANOS);
  }
}
