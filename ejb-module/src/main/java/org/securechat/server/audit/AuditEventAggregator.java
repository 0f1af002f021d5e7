package org.securechat.server.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.server.limit.TokenBucket;

/**
 * Gathers events that peers can cause at will, so that their number in the log is bounded whatever
 * they do. The first from a source is due at once, its repetitions together when the window has
 * passed; when there are more sources than can be remembered, the rest is only counted.
 *
 * <p>Thread-safe.
 */
final class AuditEventAggregator {
  private final Clock clock;
  private final AggregationLimits limits;
  private final Map<Key, Aggregate> aggregates = new LinkedHashMap<>();
  private final TokenBucket lines;
  private long dropped;
  private long dropSaidAt;

  AuditEventAggregator(Clock clock, AggregationLimits limits) {
    this.clock = clock;
    this.limits = limits;
    this.lines =
        new TokenBucket(
            limits.linesPerMinute(), Duration.ofMinutes(1).dividedBy(limits.linesPerMinute()));
    this.dropSaidAt = Long.MIN_VALUE;
  }

  synchronized void add(AuditEvent event) {
    Key key = Key.of(event);
    Aggregate aggregate = aggregates.get(key);
    if (aggregate == null && aggregates.size() >= limits.sources()) {
      dropped += event.count();
      return;
    }
    if (aggregate == null) {
      aggregate = new Aggregate();
      aggregates.put(key, aggregate);
    }
    aggregate.add(event);
  }

  /** It could not be written: it counts again. */
  synchronized void requeue(AuditEvent event) {
    if (event.action() == AuditAction.AUDIT_DROPPED) {
      dropped += event.count();
      dropSaidAt = Long.MIN_VALUE;
      return;
    }
    add(event);
    Aggregate aggregate = aggregates.get(Key.of(event));
    if (aggregate != null) {
      aggregate.writtenAt = Long.MIN_VALUE;
    }
  }

  /** What is to be written now; it is not remembered here any more. */
  synchronized List<AuditEvent> due() {
    long now = clock.millis();
    List<AuditEvent> due = new ArrayList<>();
    for (Iterator<Aggregate> each = aggregates.values().iterator(); each.hasNext(); ) {
      Aggregate aggregate = each.next();
      if (!isOver(aggregate.writtenAt, now)) {
        continue;
      }
      if (aggregate.count == 0) {
        each.remove();
      } else if (lines.tryTake(now)) {
        due.add(aggregate.take(now));
      }
    }
    if (dropped > 0 && isOver(dropSaidAt, now)) {
      due.add(AuditEvent.of(AuditAction.AUDIT_DROPPED).failed().times(dropped).at(clock.instant()));
      dropped = 0;
      dropSaidAt = now;
    }
    return due;
  }

  /** Everything that is not written yet, due or not: there will be no later. */
  synchronized List<AuditEvent> rest() {
    List<AuditEvent> rest = new ArrayList<>();
    for (Aggregate aggregate : aggregates.values()) {
      if (aggregate.count > 0) {
        rest.add(aggregate.take(clock.millis()));
      }
    }
    aggregates.clear();
    return rest;
  }

  private boolean isOver(long since, long now) {
    return since == Long.MIN_VALUE || now - since >= limits.window().toMillis();
  }

  private static final class Key {
    private final List<String> parts;

    private Key(List<String> parts) {
      this.parts = parts;
    }

    static Key of(AuditEvent event) {
      // The actor of a success is known, and the line must name its subject.
      String whom = event.outcome() == Outcome.SUCCESS ? event.subject() : "";
      return new Key(
          List.of(event.action().text(), event.outcome().wireName(), event.source(), whom));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
      return parts.hashCode();
    }
  }

  /** What one source did since the last line about it. */
  private static final class Aggregate {
    private AuditEvent last;
    private AuditEvent first;
    private long count;
    private long writtenAt = Long.MIN_VALUE;

    void add(AuditEvent event) {
      if (count == 0) {
        first = event;
      }
      last = event;
      count += event.count();
    }

    AuditEvent take(long now) {
      AuditEvent taken = last.times(count);
      if (first != last) {
        taken =
            taken.with("first_at", first.at().toString()).with("first_subject", first.subject());
      }
      count = 0;
      first = null;
      last = null;
      writtenAt = now;
      return taken;
    }
  }
}
