package org.securechat.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.securechat.server.ledger.LedgerFixture.append;
import static org.securechat.server.ledger.LedgerFixture.write;
import static org.securechat.server.ledger.TranscriptLedgerTest.assertUnavailable;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;

/** Somebody changes the database behind the ledger: the room is refused, the others are served. */
class BrokenTranscriptTest {
  /**
   * The head of a room of this length was last signed at 33, 17 lines after it was signed at 16.
   */
  private static final int LINES = 40;

  @RegisterExtension final LedgerFixture fixture = new LedgerFixture();

  private final UUID room = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();

  @BeforeEach
  void write40Lines() {
    LedgerSettings single =
        new LedgerSettings(
            1000,
            1 << 20,
            1,
            16,
            100,
            Duration.ofMillis(5),
            Duration.ofSeconds(20),
            "test",
            Duration.ofSeconds(3));
    TranscriptLedger ledger = fixture.ledger(fixture.store(), single);
    write(ledger, room, LINES);
    write(ledger, other, 3);
    ledger.close(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE transcript_entry SET payload = X'00' WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET payload = NULL WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET payload = NULL, erased_by = 37"
            + " WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET payload = NULL, erased_by = 41"
            + " WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET erased_by = 37 WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET sender = 'mallory' WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET sender = 'a|b' WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET received_at = received_at + 1"
            + " WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET received_at = -1 WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET signature = X'00' WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET certificate_sha256 = payload_sha256"
            + " WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET payload_sha256 = certificate_sha256"
            + " WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET chain = payload_sha256 WHERE position = 36 AND room_id = ?1",
        "UPDATE transcript_entry SET payload = X'00' WHERE position = 33 AND room_id = ?1",
        "DELETE FROM transcript_entry WHERE position = 36 AND room_id = ?1",
        "DELETE FROM transcript_entry WHERE position = 40 AND room_id = ?1",
        "DELETE FROM transcript_entry WHERE position = 33 AND room_id = ?1",
        "DELETE FROM transcript_entry WHERE room_id = ?1",
        "DELETE FROM room_head WHERE room_id = ?1",
        "UPDATE room_head SET position = 39 WHERE room_id = ?1",
        "UPDATE room_head SET position = 41 WHERE room_id = ?1",
        "UPDATE room_head SET chain = signed_chain WHERE room_id = ?1",
        "UPDATE room_head SET received_at = 0 WHERE room_id = ?1",
        "UPDATE room_head SET signed_position = 34 WHERE room_id = ?1",
        "UPDATE room_head SET signed_position = 0 WHERE room_id = ?1",
        "UPDATE room_head SET signed_position = 41 WHERE room_id = ?1",
        "UPDATE room_head SET signed_chain = chain WHERE room_id = ?1",
        "UPDATE room_head SET signed_chain = chain, signed_position = 40 WHERE room_id = ?1",
        "UPDATE room_head SET signed_at = signed_at + 1 WHERE room_id = ?1",
        "UPDATE room_head SET head_signature = X'00' WHERE room_id = ?1",
        "UPDATE room_head SET signed_certificate = chain WHERE room_id = ?1"
      })
  void aRoomThatWasTamperedWithBehindItsSignedHeadIsRefused(String change) {
    assertThat(fixture.tamper(change.replace("?1", "'" + room + "'"))).isPositive();
    TranscriptLedger ledger = fixture.ledger();

    assertRefused(() -> ledger.head(room));
    assertRefused(() -> ledger.history(room, 0, 10, Integer.MAX_VALUE));
    assertUnavailable(append(ledger, room, "more"));

    assertThat(write(ledger, other, "the others go on").position()).isEqualTo(4);
    assertThat(ledger.history(other, 0, 10, Integer.MAX_VALUE).entries()).hasSize(4);
  }

  @Test
  void aRoomWithoutItsFirstLineIsRefusedAndNotBegunAnew() throws Exception {
    enterIntoTheTableOfRooms();
    assertThat(fixture.ledger().head(room).position()).isEqualTo(LINES);
    for (String table : new String[] {"room_head", "transcript_entry"}) {
      fixture.tamper("DELETE FROM %s WHERE room_id = '%s'".formatted(table, room));
    }
    TranscriptLedger ledger = fixture.ledger();

    assertRefused(() -> ledger.head(room));
    assertUnavailable(append(ledger, room, "from line 1"));
    assertThat(offlineFaults())
        .containsExactly(
            "room " + room + ", position 1: the room exists, and its first line is missing");
  }

  @Test
  void theAuditLogIsNotBegunAnewWhereThereAreRooms() {
    enterIntoTheTableOfRooms();
    TranscriptLedger ledger = fixture.ledger();

    assertRefused(() -> ledger.head(AuditPayload.ROOM_ID));
    assertUnavailable(append(ledger, AuditPayload.ROOM_ID, "from line 1"));
  }

  private void enterIntoTheTableOfRooms() {
    fixture.tamper(
        "INSERT INTO room (id, name, visibility, created_at, version)"
            + " VALUES ('%s', 'ops', 'public', 0, 0)".formatted(room));
  }

  private List<String> offlineFaults() throws SQLException {
    try (Connection connection = fixture.database.dataSource().getConnection()) {
      return new LedgerVerification(connection, fixture.key)
          .run(sentence -> {}).faults().stream()
              .filter(fault -> fault.startsWith("room " + room))
              .toList();
    }
  }

  @Test
  void linesThatWereSwappedAreNoticed() {
    fixture.tamper(move(36, 99));
    fixture.tamper(move(37, 36));
    fixture.tamper(move(99, 37));

    assertRefused(() -> fixture.ledger().head(room));
  }

  private String move(int from, int to) {
    return "UPDATE transcript_entry SET position = %d WHERE position = %d AND room_id = '%s'"
        .formatted(to, from, room);
  }

  @Test
  void aLineBeyondTheHeadIsNoticed() {
    fixture.tamper(
        "INSERT INTO transcript_entry SELECT room_id, 41, received_at, sender, certificate_sha256,"
            + " payload_sha256, signature, chain, payload, erased_by FROM transcript_entry"
            + " WHERE position = 40 AND room_id = '%s'".formatted(room));

    assertRefused(() -> fixture.ledger().head(room));
  }

  @Test
  void anotherRoomsTranscriptDoesNotPassForThisOnes() {
    for (String table : new String[] {"room_head", "transcript_entry"}) {
      fixture.tamper("DELETE FROM %s WHERE room_id = '%s'".formatted(table, room));
      fixture.tamper(
          "UPDATE %s SET room_id = '%s' WHERE room_id = '%s'".formatted(table, room, other));
    }

    assertRefused(() -> fixture.ledger().head(room));
  }

  @Test
  void anOldLineIsNoticedWhenItIsRead() {
    fixture.tamper(
        "UPDATE transcript_entry SET sender = 'mallory' WHERE position = 5 AND room_id = '%s'"
            .formatted(room));
    TranscriptLedger ledger = fixture.ledger();

    assertThat(ledger.head(room).position()).isEqualTo(LINES);
    assertThat(ledger.history(room, 5, 10, Integer.MAX_VALUE).entries()).hasSize(10);
    assertRefused(() -> ledger.history(room, 0, 10, Integer.MAX_VALUE));

    assertRefused(() -> ledger.history(room, 5, 10, Integer.MAX_VALUE));
    assertUnavailable(append(ledger, room, "more"));
  }

  @Test
  void aRoomIsServedAgainOnceItHasBeenRepairedAndChecked() {
    String change =
        "UPDATE transcript_entry SET sender = '%s' WHERE position = 5 AND room_id = '%s'";
    fixture.tamper(change.formatted("mallory", room));
    TranscriptLedger ledger = fixture.ledger();
    assertRefused(() -> ledger.recheck(room));

    fixture.tamper(change.formatted("alice", room));
    assertRefused(() -> ledger.head(room));
    ledger.recheck(room);

    assertThat(write(ledger, room, "more").position()).isEqualTo(LINES + 1);
  }

  @Test
  void aHeadSignedByAnotherKeyIsRefused() {
    TranscriptLedger ledger =
        new TranscriptLedger(
            fixture.store(),
            fixture.batches(),
            new TestKey("somebody else's"),
            java.time.Clock.systemUTC(),
            Thread::new,
            LedgerFixture.SETTINGS);

    assertRefused(() -> ledger.head(room));
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(ProtocolErrors.code(e)).isEqualTo(ErrorCode.UNAVAILABLE));
  }
}
