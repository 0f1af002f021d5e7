package org.securechat.server.evidence;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.DomainException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.BundleException.Reason;
import org.securechat.server.evidence.LineIndex.LineSize;
import org.securechat.server.evidence.LineIndex.ServerLine;
import org.securechat.server.ledger.TranscriptLedger;

/**
 * Finds which lines an export has, and into which bundles they go. The work is bounded: so many
 * lines at most, and so many plans at a time. Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ExportPlanner {
  /** Most lines of one plan. */
  public static final long MAX_LINES = 1_000_000;

  private static final int AT_A_TIME = 2;
  private static final int PAGE = 2_000;

  private final Semaphore permits = new Semaphore(AT_A_TIME);
  private final TranscriptLedger ledger;
  private final LineIndex index;

  /** For the container's proxy. */
  public ExportPlanner() {
    this(null, null);
  }

  @Inject
  public ExportPlanner(TranscriptLedger ledger, LineIndex index) {
    this.ledger = ledger;
    this.index = index;
  }

  /** Positions in a row; last is first - 1 for none. */
  public record Span(long first, long last) {
    public boolean isEmpty() {
      return last < first;
    }

    public long lines() {
      return last - first + 1;
    }
  }

  /**
   * The lines that were received in a time. Times never fall from line to line (PROTOCOL.md §9.1),
   * so that its ends are found without reading what is between.
   *
   * @param wanted by time
   * @throws DomainException if the room's record cannot be read
   */
  public Span span(UUID roomId, LineRange wanted) {
    long head = ledger.head(roomId).position();
    long first = wanted.since().map(time -> firstFrom(roomId, head, time)).orElse(1L);
    long end = wanted.until().map(time -> firstFrom(roomId, head, time)).orElse(head + 1);
    return new Span(first, Math.max(end, first) - 1);
  }

  /** The first line that was received then or later; head + 1 if there is none. */
  private long firstFrom(UUID roomId, long head, Instant time) {
    long low = 1;
    long high = head + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (receivedAt(roomId, middle).isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Instant receivedAt(UUID roomId, long position) {
    OptionalLong millis = index.receivedAt(roomId, position);
    return Instant.ofEpochMilli(
        millis.orElseThrow(() ->
            AdministrationException.unavailable(
                "line " + position + " of " + roomId + " is missing")));
  }

  /**
   * Cuts lines into parts that fit into one bundle each.
   *
   * @param person whose lines are to be named, and whose membership is of interest
   * @throws AdministrationException {@code INVALID} for more than {@link #MAX_LINES}
   * @throws BundleException {@code BUSY} if other plans are being made
   * @throws DomainException if the room's record cannot be read
   */
  public ExportPlan plan(UUID roomId, Span span, Optional<String> person) {
    if (span.isEmpty()) {
      return new ExportPlan(
          span.first(), span.last(), Optional.empty(), Optional.empty(), List.of(), false);
    }
    if (span.lines() > MAX_LINES) {
      throw AdministrationException.invalid(
          "since", "leaves more than " + MAX_LINES + " lines; take a shorter time");
    }
    if (!permits.tryAcquire()) {
      throw new BundleException(Reason.BUSY, "other exports are being planned");
    }
    try {
      return new ExportPlan(
          span.first(),
          span.last(),
          Optional.of(receivedAt(roomId, span.first())),
          Optional.of(receivedAt(roomId, span.last())),
          parts(roomId, span, person),
          person.isPresent() && isMember(roomId, span, person.get()));
    } finally {
      permits.release();
    }
  }

  private List<ExportPlan.Part> parts(UUID roomId, Span span, Optional<String> person) {
    PartBuilder parts = new PartBuilder(person);
    long next = span.first();
    while (next <= span.last()) {
      List<LineSize> page = index.sizes(roomId, next, span.last(), PAGE);
      if (page.isEmpty()) {
        throw AdministrationException.unavailable("lines of " + roomId + " are missing");
      }
      page.forEach(parts::add);
      next = page.get(page.size() - 1).position() + 1;
    }
    return parts.parts();
  }

  /** Before the first line or by an event of the range; who left in it was a member as well. */
  private boolean isMember(UUID roomId, Span span, String person) {
    if (ledger.membersBefore(roomId, span.first()).contains(person)) {
      return true;
    }
    long next = span.first();
    List<ServerLine> page;
    do {
      page = index.serverLines(roomId, next, span.last(), PAGE);
      if (page.stream().anyMatch(line -> isEntry(line.payload(), person))) {
        return true;
      }
      next = page.isEmpty() ? next : page.get(page.size() - 1).position() + 1;
    } while (page.size() == PAGE);
    return false;
  }

  private static boolean isEntry(byte[] payload, String person) {
    try {
      EventPayload event = EventPayload.parse(payload);
      return switch (event.event()) {
        case CREATED, JOINED -> event.subject().equals(person);
        case LEFT, INVITED, ERASED, ARCHIVED, REOPENED -> false;
      };
    } catch (EvidenceException e) {
      // Of another kind: no user enters by it.
      return false;
    }
  }
}
