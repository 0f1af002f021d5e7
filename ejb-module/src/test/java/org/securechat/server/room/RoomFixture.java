package org.securechat.server.room;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.SignedMessage;
import org.securechat.server.account.TestUsers;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.admin.room.RoomAdministration;
import org.securechat.server.admin.room.RoomEventAppender;
import org.securechat.server.audit.AuditAccess;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.ledger.LedgerAccess;
import org.securechat.server.ledger.LedgerEntry;
import org.securechat.server.ledger.LedgerKey;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.SenderCertificate;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.moderation.Decision;
import org.securechat.server.moderation.JpaModerationRepository;
import org.securechat.server.moderation.ModerationRepository;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.retention.JpaRetentionRepository;
import org.securechat.server.retention.PersonalData;
import org.securechat.server.retention.RetentionRepository;
import org.securechat.server.retention.RoomErasure;
import org.securechat.server.testing.TestDatabase;
import org.securechat.testkit.MutableClock;

/** Rooms with their administration on a fresh database and a real ledger. */
public final class RoomFixture implements BeforeEachCallback, AfterEachCallback {
  public static final Actor ROOT = Actor.machine("root");

  public final TestDatabase database = TestDatabase.ignoringCase();
  public final MutableClock clock = new MutableClock();
  private final LedgerKey key = LedgerAccess.key();
  public TranscriptLedger ledger;
  public AuditLog audit;
  public Users users;
  public RoomAdminRepository records;
  public OpenRooms open;
  public RetentionRepository retention;
  public RoomErasure erasure;
  public ModerationRepository moderation;
  public WritingRules writing;
  public RoomAdministration administration;
  public PersonalData personal;

  @Override
  public void beforeEach(ExtensionContext context) {
    database.open();
    start();
  }

  /** Rooms of which messages were erased, in order. */
  public final List<UUID> erasedIn = new ArrayList<>();

  @Override
  public void afterEach(ExtensionContext context) {
    ledger.close(Duration.ofSeconds(10));
    database.close();
  }

  /** A server on what is in the database. */
  public void start() {
    ledger = LedgerAccess.ledger(database, key, clock);
    audit = AuditAccess.log(database, ledger, key, clock);
    users = TestUsers.on(database);
    records = database.joining(RoomAdminRepository.class, JpaRoomAdminRepository::new);
    retention = database.joining(RetentionRepository.class, JpaRetentionRepository::new);
    open = new OpenRooms(records);
    erasure = new RoomErasure(ledger, records, erasedIn::add);
    moderation = database.joining(ModerationRepository.class, JpaModerationRepository::new);
    writing = new WritingRules(moderation);
    administration =
        new RoomAdministration(records, users, moderation, new Lines(), open, audit, clock);
    personal = new PersonalData(ledger, records, erasure, audit);
  }

  /** As the ledger does: the line, and the change with it. */
  public void commit(MembershipChange change) {
    byte[] payload =
        EventPayload.create(
                change.roomName(),
                change.roomId(),
                change.event(),
                change.subject(),
                change.actor(),
                clock.instant())
            .encode();
    append(
        LineRequest.event(change.roomId(), change.roomName(), key, payload)
            .with(() -> change.apply(new JpaMembershipRepository(database.joined()))));
  }

  /** As the ledger does: the line, and the decision with it. */
  public void commit(Decision decision) {
    append(
        LineRequest.event(
                decision.roomId(), decision.roomName(), key, decision.payload(now()).encode())
            .with(entry -> {
              decision.apply(
                  new JpaMembershipRepository(database.joined()), moderation, entry.receivedAt());
              writing.changed(decision.roomId());
            }));
  }

  private final class Lines implements RoomEventAppender {
    @Override
    public void commit(MembershipChange change) {
      RoomFixture.this.commit(change);
    }

    @Override
    public void commit(Decision decision) {
      RoomFixture.this.commit(decision);
    }
  }

  public LedgerEntry append(LineRequest line) {
    try {
      return ledger.append(line).toCompletableFuture().join().entry();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  /** Writes many lines in their order, never more at once than the ledger's queue takes. */
  public void appendAll(List<LineRequest> lines) {
    for (int from = 0; from < lines.size(); from += 100) {
      lines.subList(from, Math.min(from + 100, lines.size())).stream()
          .map(ledger::append)
          .toList()
          .forEach(answer -> answer.toCompletableFuture().join());
    }
  }

  /** A public room of a user who exists. */
  public Room room(String name, String owner) {
    return administration.create(name, Visibility.PUBLIC, owner, ROOT);
  }

  /** As a session would, with the check that every message goes through. */
  public LedgerEntry say(Room room, String sender) {
    open.require(room.id());
    return append(line(room, sender).with(() -> open.require(room.id())));
  }

  public static LineRequest line(Room room, String sender) {
    byte[] text = (sender + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    return LineRequest.of(
        room.id(),
        room.name(),
        sender,
        SenderCertificate.of(sender.getBytes(StandardCharsets.UTF_8)),
        new SignedMessage(text, "signature".getBytes(StandardCharsets.UTF_8)));
  }

  /** The positions of lines that have lost their payload. */
  public List<Long> erased(Room room) {
    return ledger.history(room.id(), 0, 1_000, 10_000_000).entries().stream()
        .filter(entry -> entry.message().isEmpty())
        .map(LedgerEntry::position)
        .toList();
  }

  public EventPayload lastEvent(Room room) {
    long last = ledger.head(room.id()).position();
    LedgerEntry entry = ledger.history(room.id(), last - 1, 1, 1 << 20).entries().get(0);
    try {
      return EventPayload.parse(entry.message().orElseThrow().payload());
    } catch (EvidenceException e) {
      throw new AssertionError(e);
    }
  }

  /** What the audit log says, as {@code action outcome subject}. */
  public List<String> audited() {
    List<String> lines = new ArrayList<>();
    for (LedgerEntry entry : ledger.history(AuditPayload.ROOM_ID, 0, 1_000, 10_000_000).entries()) {
      try {
        AuditPayload said = AuditPayload.parse(entry.message().orElseThrow().payload());
        lines.add(said.action() + " " + said.outcome().wireName() + " " + said.subject());
      } catch (EvidenceException e) {
        throw new AssertionError(e);
      }
    }
    return lines;
  }

  public Room hold(Room room) {
    return administration.retain(
        room.name(), room.retention(), Optional.of("case 7"), ExpectedVersion.any(), ROOT);
  }

  public Instant now() {
    return clock.instant();
  }
}
