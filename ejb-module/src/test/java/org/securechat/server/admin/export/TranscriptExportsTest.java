package org.securechat.server.admin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.securechat.server.account.TestUsers;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.AdministrationException.Reason;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class TranscriptExportsTest {
  private static final Actor CAROL = Actor.machine("carol");
  private static final OptionalLong ALL = OptionalLong.empty();

  @RegisterExtension final RoomFixture fixture = new RoomFixture();
  private TranscriptExports exports;
  private Room room;

  @BeforeEach
  void fiveLines() {
    TestUsers.add(fixture.database, "alice");
    room = fixture.room("ops", "alice");
    for (int i = 2; i <= 5; i++) {
      fixture.say(room, "alice");
    }
    exports = exports();
  }

  private TranscriptExports exports() {
    return new TranscriptExports(fixture.administration, fixture.ledger, null, fixture.audit);
  }

  @Test
  void theLinesAreThoseOfTheTranscript() throws IOException {
    PositionRange all = exports.open("ops", ALL, ALL, CAROL);

    assertThat(written(all).lines()).hasSize(5);
    assertThat(written(all)).endsWith("\n").startsWith("1|");
    PositionRange some = exports.open("ops", OptionalLong.of(2), OptionalLong.of(3), CAROL);
    assertThat(written(some).lines())
        .extracting(line -> line.split("\\|", 2)[0])
        .containsExactly("2", "3");
    assertThat(written(exports.open("ops", OptionalLong.of(6), ALL, CAROL))).isEmpty();
  }

  @Test
  void theAuditLogKnowsBeforeALineIsWritten() {
    exports.open("ops", ALL, ALL, CAROL);
    assertThat(fixture.audited()).endsWith("transcript.export success ops");
  }

  @Test
  void withoutAnAuditLogNothingIsOpened() {
    fixture.ledger.close(Duration.ofSeconds(10));
    assertThatThrownBy(() -> exports.open("ops", ALL, ALL, CAROL))
        .isInstanceOf(LedgerException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, from", "7, 7, from", "1, 6, to", "4, 2, to"})
  void linesThatAreNotThereAreRefused(long from, long to, String field) {
    assertThatThrownBy(() -> exports.open("ops", OptionalLong.of(from), OptionalLong.of(to), CAROL))
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.field()).contains(field));
    assertThat(fixture.audited()).noneMatch(line -> line.startsWith("transcript"));
  }

  @Test
  void aRoomThatIsNotThereIsNotFoundAndTheAuditLogIsNone() {
    for (String name : new String[] {"nothing", "@audit"}) {
      assertThatThrownBy(() -> exports.open(name, ALL, ALL, CAROL))
          .isInstanceOfSatisfying(
              AdministrationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }
  }

  @Test
  void aLineThatDoesNotVerifyEndsTheExport() {
    PositionRange all = exports.open("ops", ALL, ALL, CAROL);
    fixture.database.doInTransaction(em ->
        em.createNativeQuery(
                "UPDATE transcript_entry SET sender = 'mallory'"
                    + " WHERE room_id = ?1 AND position = 4")
            .setParameter(1, room.id().toString())
            .executeUpdate());
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> exports.write(all, out)).isInstanceOf(LedgerException.class);

    assertThat(out.toString(StandardCharsets.US_ASCII)).doesNotContain("mallory");
  }

  @Test
  void aReaderThatGoesAwayIsNoFaultOfTheRecord() throws IOException {
    PositionRange all = exports.open("ops", ALL, ALL, CAROL);
    IOException gone = new IOException("gone");

    assertThatThrownBy(() ->
            exports.write(
                all,
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw gone;
                  }
                }))
        .isSameAs(gone);

    assertThat(written(all).lines()).hasSize(5);
  }

  private String written(PositionRange range) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exports.write(range, out);
    return out.toString(StandardCharsets.US_ASCII);
  }
}
