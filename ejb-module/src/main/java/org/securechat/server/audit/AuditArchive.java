package org.securechat.server.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.BundleMaker;
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.ExportPlanner.Span;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.ChainFault;
import org.securechat.server.limit.LaneException;
import org.securechat.server.limit.LongReads;

/**
 * Reads the audit log for people, and records each time who did.
 *
 * <p>Every method throws a {@link org.securechat.server.DomainException} if the log does not
 * verify, cannot be read, or takes no line. Thread-safe.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditArchive {
  private static final int MAX_RUN = 100;
  private static final int EXPORT_NUMBER = 32;

  private final AuditLog audit;
  private final AuditIndex index;
  private final TranscriptLedger ledger;
  private final BundleMaker bundles;
  private final ExportPlanner planner;
  private final LongReads reads;
  private final Clock clock;

  /** For the container's proxy. */
  public AuditArchive() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public AuditArchive(
      AuditLog audit,
      AuditIndex index,
      TranscriptLedger ledger,
      BundleMaker bundles,
      ExportPlanner planner,
      LongReads reads,
      Clock clock) {
    this.audit = audit;
    this.index = index;
    this.ledger = ledger;
    this.bundles = bundles;
    this.planner = planner;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * The lines that fit, the newest first. The line about this search is not among them.
   *
   * @return at most as many as the search wants
   */
  public List<AuditLine> find(AuditSearch search, Actor actor) {
    List<Long> positions = positions(search);
    audit.record(
        AuditEvent.of(AuditAction.AUDIT_QUERY)
            .by(actor)
            .with("query", search.describe())
            .with("found", Integer.toString(positions.size())));
    Map<Long, AuditLine> lines = read(positions);
    return positions.stream().map(lines::get).toList();
  }

  /**
   * One line.
   *
   * @throws AdministrationException {@code NOT_FOUND} if there is none at that position
   */
  public AuditLine get(long position, Actor actor) {
    if (position < 1 || position > ledger.head(AuditPayload.ROOM_ID).position()) {
      throw AdministrationException.notFound("the audit log has no line " + position);
    }
    audit.record(AuditEvent.of(AuditAction.AUDIT_READ).by(actor).on(Long.toString(position)));
    return read(List.of(position)).get(position);
  }

  /** A bundle and the lines in it. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Export(long first, long last, byte[] zip) {}

  /**
   * Exports a range of the log as an evidence bundle, which can be verified without this server.
   * The next line of the log records the export.
   *
   * @throws AdministrationException {@code INVALID} if there are no such lines or too many for one
   *     bundle; {@code NOT_FOUND} for a time without lines
   */
  public Export export(LineRange wanted, Actor actor) {
    Span span = span(wanted);
    if (span.isEmpty()) {
      throw AdministrationException.notFound("the audit log has no line " + wanted.times());
    }
    long first = span.first();
    long last = span.last();
    byte[] number = new byte[EXPORT_NUMBER];
    Providers.random().nextBytes(number);
    String export = HexFormat.of().formatHex(number);
    audit.record(
        AuditEvent.of(AuditAction.AUDIT_EXPORT)
            .by(actor)
            .with("first", Long.toString(first))
            .with("last", Long.toString(last))
            .with("export", export));
    return new Export(
        first, last, bundles.zip(AuditPayload.ROOM_ID, AuditPayload.ROOM, first, last, export));
  }

  /** Which lines those are, and into which bundles they go; empty for a time without lines. */
  public ExportPlan plan(LineRange wanted, Actor actor) {
    ExportPlan plan = planner.plan(AuditPayload.ROOM_ID, span(wanted), Optional.empty());
    audit.record(
        AuditEvent.of(AuditAction.AUDIT_QUERY)
            .by(actor)
            .with("query", wanted.times())
            .with("found", Long.toString(plan.last() - plan.first() + 1)));
    return plan;
  }

  private Span span(LineRange wanted) {
    if (wanted.isByTime()) {
      return planner.span(AuditPayload.ROOM_ID, wanted);
    }
    long head = ledger.head(AuditPayload.ROOM_ID).position();
    long first = wanted.from().orElse(1);
    long last = wanted.to().orElse(head);
    if (first < 1 || first > head) {
      throw AdministrationException.invalid("from", "is not a line; the audit log has " + head);
    }
    if (last < first || last > head) {
      throw AdministrationException.invalid(
          "to", "is not a line from 'from' on; the audit log has " + head);
    }
    return new Span(first, last);
  }

  /** Verifies the whole log now, its index included, however long that takes. */
  public AuditVerification verify(Actor actor) {
    try (var _ = reads.enter()) {
      return verified(actor);
    }
  }

  private AuditVerification verified(Actor actor) {
    Instant begun = clock.instant();
    Optional<ChainFault> broken = ledger.check(AuditPayload.ROOM_ID);
    if (broken.isPresent()) {
      // It is refused from now on, so that not even this can be recorded in it.
      return new AuditVerification(begun, 0, "", broken);
    }
    long lines = ledger.head(AuditPayload.ROOM_ID).position();
    Optional<ChainFault> astray = checkIndex(lines);
    audit.record(
        AuditEvent.of(AuditAction.AUDIT_VERIFY)
            .by(actor)
            .with("lines", Long.toString(lines))
            .with("result", astray.isEmpty() ? "intact" : "index"));
    return new AuditVerification(begun, lines, ledger.chainAt(AuditPayload.ROOM_ID, lines), astray);
  }

  private Optional<ChainFault> checkIndex(long lines) {
    IndexCheck check = new IndexCheck(index);
    ledger.entries(AuditPayload.ROOM_ID, 1, lines, check::add);
    return check.end();
  }

  private List<Long> positions(AuditSearch search) {
    try {
      return index.find(search);
    } catch (LaneException e) {
      throw e;
    } catch (RuntimeException e) {
      AuditFailureLog.failed(e);
      throw new AuditException(
          AuditException.Reason.NOT_READABLE, "the audit log's index was not read");
    }
  }

  /** Reads neighbours together: a search without conditions finds nothing but neighbours. */
  private Map<Long, AuditLine> read(List<Long> positions) {
    Map<Long, AuditLine> lines = new TreeMap<>();
    List<Long> rising = positions.stream().sorted().toList();
    for (int i = 0; i < rising.size(); ) {
      int end = i + 1;
      while (end < rising.size()
          && end - i < MAX_RUN
          && rising.get(end) == rising.get(end - 1) + 1) {
        end++;
      }
      for (LedgerEntry entry : run(rising.get(i), end - i)) {
        lines.put(entry.position(), line(entry));
      }
      i = end;
    }
    return lines;
  }

  private List<LedgerEntry> run(long first, int length) {
    List<LedgerEntry> entries = new ArrayList<>();
    while (entries.size() < length) {
      List<LedgerEntry> some =
          ledger
              .history(
                  AuditPayload.ROOM_ID,
                  first - 1 + entries.size(),
                  length - entries.size(),
                  Integer.MAX_VALUE)
              .entries();
      if (some.isEmpty()) {
        throw new AuditException(
            AuditException.Reason.NOT_READABLE, "the index leads beyond the audit log");
      }
      entries.addAll(some);
    }
    return entries;
  }

  private static AuditLine line(LedgerEntry entry) {
    try {
      return AuditLine.of(entry);
    } catch (EvidenceException e) {
      throw new AuditException(AuditException.Reason.NOT_READABLE, e.getMessage());
    }
  }
}
