package org.securechat.server.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.server.limit.TokenBucket;

/**
 * Gathers events that peers can cause at will, so that their number in the log is bounded whatever
 * they do. The first of a person from a source is due at once, its repetitions together when the
 * window has passed. Different persons have lines of their own, up to a number for each source;
 * when there is more than can be remembered, the rest is only counted.
 *
 * <p>Thread-safe.
 */
final class AuditEventAggregator {
  private final Clock clock;
  private final AggregationLimits limits;
  private final Map<Key, Aggregate> aggregates = new LinkedHashMap<>();
  private final Map<Key, Integer> people = new HashMap<>();
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
    Key key = key(event);
    Aggregate aggregate = aggregates.get(key);
    if (aggregate == null && aggregates.size() >= limits.sources()) {
      dropped += event.count();
      return;
    }
    if (aggregate == null) {
      aggregate = new Aggregate(Key.ofSource(event));
      aggregates.put(key, aggregate);
      people.merge(aggregate.source, 1, Integer::sum);
    }
    aggregate.add(event);
  }

  /** The person's own line, unless the source has as many as it may have. */
  private Key key(AuditEvent event) {
    Key own = Key.of(event);
    boolean isFull = people.getOrDefault(Key.ofSource(event), 0) >= limits.people();
    // Who has succeeded is known, and the line must name them; there are as many as there are.
    return isFull && event.outcome() != Outcome.SUCCESS && !aggregates.containsKey(own)
        ? Key.ofSource(event)
        : own;
  }

  /** It could not be written: it counts again. */
  synchronized void requeue(AuditEvent event) {
    if (event.action() == AuditAction.AUDIT_DROPPED) {
      dropped += event.count();
      dropSaidAt = Long.MIN_VALUE;
      return;
    }
    add(event);
    Aggregate aggregate = aggregates.get(key(event));
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
        people.computeIfPresent(
            aggregate.source, (source, number) -> number > 1 ? number - 1 : null);
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
    people.clear();
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

    /** Whoever it is that is known of them: a name that was claimed, or a certificate. */
    static Key of(AuditEvent event) {
      List<String> parts = new ArrayList<>(ofSource(event).parts);
      parts.add(event.actor());
      // What an administrator may not do is one matter, whatever it was that they asked for.
      parts.add(event.outcome() == Outcome.DENIED ? "" : event.subject());
      parts.add(event.detail("certificate").orElse(""));
      return new Key(parts);
    }

    static Key ofSource(AuditEvent event) {
      return new Key(List.of(event.action().text(), event.outcome().wireName(), event.source()));
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

  /** What one person did since the last line about it; or those of a source who share one. */
  private static final class Aggregate {
    private final Key source;
    private AuditEvent last;
    private AuditEvent first;
    private long count;
    private long writtenAt = Long.MIN_VALUE;

    Aggregate(Key source) {
      this.source = source;
    }

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
