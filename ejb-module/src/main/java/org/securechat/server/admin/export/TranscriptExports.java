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
import java.util.OptionalLong;
import org.securechat.server.DomainException;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.evidence.BundleMaker;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.Room;

/**
 * Transcripts and evidence bundles of rooms. Every method that names a room throws {@link
 * AdministrationException} {@code NOT_FOUND} if there is none, {@code INVALID} ({@code from},
 * {@code to}) for lines that are not there, and {@link DomainException} if the room's record does
 * not verify or the audit log cannot be written.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TranscriptExports {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RoomAdministration rooms;
  private final TranscriptLedger ledger;
  private final BundleMaker bundles;
  private final AuditLog audit;

  /** For the container's proxy. */
  public TranscriptExports() {
    this(null, null, null, null);
  }

  @Inject
  public TranscriptExports(
      RoomAdministration rooms, TranscriptLedger ledger, BundleMaker bundles, AuditLog audit) {
    this.rooms = rooms;
    this.ledger = ledger;
    this.bundles = bundles;
    this.audit = audit;
  }

  /**
   * Permission to {@link #write} these lines: it is in the audit log when this returns.
   *
   * @param from the first line, from 1; the room's first if empty
   * @param to the last line; the room's last if empty
   */
  public PositionRange open(String room, OptionalLong from, OptionalLong to, Actor actor) {
    PositionRange range = range(room, from, to);
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
    try {
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
   * @param from as for {@link #open}
   * @param to as for {@link #open}
   * @throws AdministrationException as {@link BundleMaker#zip}
   * @throws DomainException as {@link BundleMaker#zip}
   */
  public Export bundle(String room, OptionalLong from, OptionalLong to, Actor actor) {
    PositionRange range = range(room, from, to);
    byte[] number = new byte[32];
    RANDOM.nextBytes(number);
    String export = HexFormat.of().formatHex(number);
    audit.record(event(AuditAction.BUNDLE_EXPORT, range, actor).with("export", export));
    byte[] zip = bundles.zip(range.roomId(), range.roomName(), range.first(), range.last(), export);
    return new Export(range, zip);
  }

  private PositionRange range(String name, OptionalLong from, OptionalLong to) {
    Room room = rooms.get(name);
    long head = ledger.head(room.id()).position();
    long first = from.orElse(1);
    long last = to.orElse(head);
    if (first < 1 || first > head + 1) {
      throw AdministrationException.invalid("from", "is not a line; the room has " + head);
    }
    if (last < first - 1 || last > head) {
      throw AdministrationException.invalid(
          "to", "is not a line from 'from' on; the room has " + head);
    }
    return new PositionRange(room.id(), room.name(), first, last);
  }

  private static AuditEvent event(AuditAction action, PositionRange range, Actor actor) {
    return AuditEvent.of(action)
        .by(actor)
        .on(range.roomName())
        .with("first", Long.toString(range.first()))
        .with("last", Long.toString(range.last()));
  }
}
