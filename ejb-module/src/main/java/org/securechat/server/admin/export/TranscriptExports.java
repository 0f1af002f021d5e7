package org.securechat.server.admin.export;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.securechat.server.DomainException;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.evidence.BundleMaker;
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.ExportPlanner.Span;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.limit.LongReads;
import org.securechat.server.room.Room;

/**
 * Transcripts and evidence bundles of rooms. Every method that names a room throws {@link
 * AdministrationException} {@code NOT_FOUND} if there is none and for a time without lines, {@code
 * INVALID} ({@code from}, {@code to}) for lines that are not there, and {@link DomainException} if
 * the room's record does not verify or the audit log cannot be written.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TranscriptExports {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RoomAdministration rooms;
  private final TranscriptLedger ledger;
  private final BundleMaker bundles;
  private final ExportPlanner planner;
  private final AuditLog audit;
  private final LongReads reads;

  /** For the container's proxy. */
  public TranscriptExports() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public TranscriptExports(
      RoomAdministration rooms,
      TranscriptLedger ledger,
      BundleMaker bundles,
      ExportPlanner planner,
      AuditLog audit,
      LongReads reads) {
    this.rooms = rooms;
    this.ledger = ledger;
    this.bundles = bundles;
    this.planner = planner;
    this.audit = audit;
    this.reads = reads;
  }

  /** Permission to {@link #write} these lines: it is in the audit log when this returns. */
  public PositionRange open(String room, LineRange wanted, Actor actor) {
    PositionRange range = range(rooms.get(room), wanted);
    audit.record(event(AuditAction.TRANSCRIPT_EXPORT, range, actor));
    return range;
  }

  /**
   * Writes the lines, each with its end of line, as they are verified; a few are in memory at a
   * time. After an exception what was written is incomplete.
   *
   * @throws IOException the stream's
   */
  public void write(PositionRange range, OutputStream out) throws IOException {
    IOException[] broken = new IOException[1];
    try (var _ = reads.enter()) {
      ledger.entries(
          range.roomId(),
          range.first(),
          range.last(),
          entry -> {
            try {
              out.write((entry.line().format() + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
              broken[0] = e;
              throw AdministrationException.unavailable("the reader is gone");
            }
          });
    } catch (DomainException e) {
      if (broken[0] != null) {
        throw broken[0];
      }
      throw e;
    }
    out.flush();
  }

  /** A bundle and its place in the record. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Export(PositionRange range, byte[] zip) {}

  /**
   * An evidence bundle around a new receipt, whose {@code session} is the number of this export in
   * the audit log.
   *
   * @throws AdministrationException as {@link BundleMaker#zip}
   * @throws DomainException as {@link BundleMaker#zip}
   */
  public Export bundle(String room, LineRange wanted, Actor actor) {
    PositionRange range = range(rooms.get(room), wanted);
    byte[] number = new byte[32];
    RANDOM.nextBytes(number);
    String export = HexFormat.of().formatHex(number);
    audit.record(event(AuditAction.BUNDLE_EXPORT, range, actor).with("export", export));
    byte[] zip = bundles.zip(range.roomId(), range.roomName(), range.first(), range.last(), export);
    return new Export(range, zip);
  }

  /**
   * Which lines those are, and into which bundles they go. A time without lines is an empty plan,
   * no failure.
   *
   * @param person whose lines are to be named
   */
  public RoomPlan plan(String name, LineRange wanted, Optional<String> person, Actor actor) {
    Room room = rooms.get(name);
    Span span = wanted.isByTime() ? planner.span(room.id(), wanted) : span(room, wanted);
    ExportPlan plan = planner.plan(room.id(), span, person);
    audit.record(
        AuditEvent.of(AuditAction.TRANSCRIPT_RANGE)
            .by(actor)
            .on(room.name())
            .with("first", Long.toString(plan.first()))
            .with("last", Long.toString(plan.last()))
            .with("time", wanted.times())
            .with("user", person.orElse("")));
    return RoomPlan.of(room, plan);
  }

  private PositionRange range(Room room, LineRange wanted) {
    Span span = wanted.isByTime() ? planner.span(room.id(), wanted) : span(room, wanted);
    if (wanted.isByTime() && span.isEmpty()) {
      throw AdministrationException.notFound(
          "the room " + room.name() + " has no line " + wanted.times());
    }
    return new PositionRange(room.id(), room.name(), span.first(), span.last());
  }

  private Span span(Room room, LineRange wanted) {
    long head = ledger.head(room.id()).position();
    long first = wanted.from().orElse(1);
    long last = wanted.to().orElse(head);
    if (first < 1 || first > head + 1) {
      throw AdministrationException.invalid("from", "is not a line; the room has " + head);
    }
    if (last < first - 1 || last > head) {
      throw AdministrationException.invalid(
          "to", "is not a line from 'from' on; the room has " + head);
    }
    return new Span(first, last);
  }

  private static AuditEvent event(AuditAction action, PositionRange range, Actor actor) {
    return AuditEvent.of(action)
        .by(actor)
        .on(range.roomName())
        .with("first", Long.toString(range.first()))
        .with("last", Long.toString(range.last()));
  }
}
