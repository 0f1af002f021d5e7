package org.securechat.server.limit;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.securechat.server.PeriodicTask;

/** The lanes for heavy work, one of each kind, with threads of their own. Thread-safe. */
@ApplicationScoped
public class Lanes {
  private static final long PERIOD_MILLIS = 1_000;
  private static final long IDLE_SECONDS = 10;

  private final Map<LaneKind, FairLane> lanes = new EnumMap<>(LaneKind.class);
  private final List<ThreadPoolExecutor> executors = new ArrayList<>();
  private final ManagedThreadFactory threads;
  private final LaneSettings settings;
  private volatile PeriodicTask watching;

  /** For the container's proxy. */
  public Lanes() {
    this.threads = null;
    this.settings = null;
  }

  @Inject
  public Lanes(ManagedThreadFactory threads, LaneSettings settings, Clock clock) {
    this.threads = threads;
    this.settings = settings;
    for (LaneKind kind : LaneKind.values()) {
      lanes.put(kind, lane(kind, threads(kind), clock));
    }
  }

  /** Lanes that all run on the given threads. */
  public Lanes(Executor executor, Clock clock) {
    this(executor, LaneSettings.USUAL, clock);
  }

  Lanes(Executor executor, LaneSettings settings, Clock clock) {
    this.threads = null;
    this.settings = settings;
    for (LaneKind kind : LaneKind.values()) {
      lanes.put(kind, lane(kind, executor, clock));
    }
  }

  private FairLane lane(LaneKind kind, Executor executor, Clock clock) {
    return new FairLane(kind.label(), bounds(kind), executor, clock);
  }

  private LaneBounds bounds(LaneKind kind) {
    LaneBounds usual = kind.bounds();
    return kind == LaneKind.SEARCHES ? usual.withPlaces(settings.searches()) : usual;
  }

  /** Its queue has no bound of its own: the lane hands over no more than there are places. */
  private Executor threads(LaneKind kind) {
    int places = bounds(kind).places();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            places,
            places,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            this.threads);
    executor.allowCoreThreadTimeOut(true);
    executors.add(executor);
    return executor;
  }

  /** Begins to refuse what waits for too long. */
  @PostConstruct
  void watch() {
    watching =
        PeriodicTask.start(
            threads,
            () -> lanes.values().forEach(FairLane::refuseLate),
            PERIOD_MILLIS,
            PERIOD_MILLIS);
  }

  public FairLane of(LaneKind kind) {
    return lanes.get(kind);
  }

  /** Refuses what waits; what runs comes to its end. */
  @PreDestroy
  void close() {
    watching.stop();
    lanes.values().forEach(FairLane::close);
    executors.forEach(ThreadPoolExecutor::shutdown);
  }
}
