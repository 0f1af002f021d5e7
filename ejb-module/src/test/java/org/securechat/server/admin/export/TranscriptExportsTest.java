package org.securechat.server.admin.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.JpaLineIndex;
import org.securechat.server.evidence.LineIndex;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.limit.LongReads;
import org.securechat.server.room.Room;
import org.securechat.server.room.RoomFixture;

class TranscriptExportsTest {
  private static final Actor CAROL = Actor.machine("carol");
  private static final LineRange ALL = LineRange.ALL;

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
    return new TranscriptExports(
        fixture.administration, fixture.ledger, null, planner(), fixture.audit, new LongReads());
  }

  private ExportPlanner planner() {
    return new ExportPlanner(
        fixture.ledger, fixture.database.perCall(LineIndex.class, JpaLineIndex::new));
  }

  private static LineRange lines(long from, long to) {
    return LineRange.positions(OptionalLong.of(from), OptionalLong.of(to));
  }

  private static LineRange times(Instant since, Instant until) {
    return LineRange.times(Optional.ofNullable(since), Optional.ofNullable(until));
  }

  @Test
  void aTimeHasTheLinesFromItsBeginningToBeforeItsEnd() throws IOException {
    Instant early = fixture.now();
    fixture.clock.advance(Duration.ofHours(1));
    fixture.say(room, "alice");
    Instant late = fixture.now();
    fixture.clock.advance(Duration.ofHours(1));
    fixture.say(room, "alice");

    assertThat(opened(times(late, null))).containsExactly(6, 7);
    assertThat(opened(times(late.plusMillis(1), null))).containsExactly(7, 7);
    assertThat(opened(times(null, late))).containsExactly(1, 5);
    assertThat(opened(times(early, late.plusMillis(1)))).containsExactly(1, 6);
    assertThat(opened(times(early.minusSeconds(86_400), fixture.now().plusSeconds(1))))
        .containsExactly(1, 7);
  }

  private List<Integer> opened(LineRange wanted) {
    PositionRange range = exports.open("ops", wanted, CAROL);
    return List.of((int) range.first(), (int) range.last());
  }

  @Test
  void aTimeWithoutLinesIsNotFoundAndNothingLeavesTheRecord() {
    Instant last = fixture.now();
    for (LineRange empty :
        List.of(
            times(last.plusMillis(1), null),
            times(null, last.minusSeconds(3_600)),
            times(last.plusSeconds(60), last.plusSeconds(120)))) {
      assertThatThrownBy(() -> exports.open("ops", empty, CAROL))
          .isInstanceOfSatisfying(
              AdministrationException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
                assertThat(e.detail().orElseThrow()).contains("ops", empty.times());
              });
      assertThatThrownBy(() -> exports.bundle("ops", empty, CAROL))
          .isInstanceOf(AdministrationException.class);
    }
    assertThat(fixture.audited()).noneMatch(line -> line.contains("export"));
  }

  @Test
  void aTimeThatEndsBeforeItBeginsAndOneWithPositionsAreRefused() {
    Instant now = fixture.now();
    assertThatThrownBy(() -> times(now, now)).hasMessageContaining("not after 'since'");
    assertThatThrownBy(() -> times(now.plusMillis(1), now)).hasMessageContaining("not after");
    assertThatThrownBy(() ->
            new LineRange(
                OptionalLong.of(1), OptionalLong.empty(), Optional.empty(), Optional.of(now)))
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.field()).contains("until"));
  }

  @Test
  void aPlanNamesTheLinesOfAPersonAndIsOnRecord() {
    TestUsers.add(fixture.database, "bob");
    fixture.say(room, "bob");
    fixture.say(room, "alice");

    ExportPlan plan = exports.plan("ops", ALL, Optional.of("bob"), CAROL).plan().orElseThrow();

    assertThat(plan.parts()).containsExactly(new ExportPlan.Part(1, 7, "6"));
    assertThat(plan.member()).isFalse();
    assertThat(fixture.audited()).endsWith("transcript.range success ops");
    assertThat(exports.plan("ops", ALL, Optional.of("alice"), CAROL).plan().orElseThrow().parts())
        .containsExactly(new ExportPlan.Part(1, 7, "2-5,7"));
  }

  @Test
  void theLinesAreThoseOfTheTranscript() throws IOException {
    PositionRange all = exports.open("ops", ALL, CAROL);

    assertThat(written(all).lines()).hasSize(5);
    assertThat(written(all)).endsWith("\n").startsWith("1|");
    PositionRange some = exports.open("ops", lines(2, 3), CAROL);
    assertThat(written(some).lines())
        .extracting(line -> line.split("\\|", 2)[0])
        .containsExactly("2", "3");
    assertThat(written(exports.open("ops", lines(6, 5), CAROL))).isEmpty();
  }

  @Test
  void theAuditLogKnowsBeforeALineIsWritten() {
    exports.open("ops", ALL, CAROL);
    assertThat(fixture.audited()).endsWith("transcript.export success ops");
  }

  @Test
  void withoutAnAuditLogNothingIsOpened() {
    fixture.ledger.close(Duration.ofSeconds(10));
    assertThatThrownBy(() -> exports.open("ops", ALL, CAROL)).isInstanceOf(LedgerException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 5, from", "7, 7, from", "1, 6, to", "4, 2, to"})
  void linesThatAreNotThereAreRefused(long from, long to, String field) {
    assertThatThrownBy(() -> exports.open("ops", lines(from, to), CAROL))
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.field()).contains(field));
    assertThat(fixture.audited()).noneMatch(line -> line.startsWith("transcript"));
  }

  @Test
  void aRoomThatIsNotThereIsNotFoundAndTheAuditLogIsNone() {
    for (String name : new String[] {"nothing", "@audit"}) {
      assertThatThrownBy(() -> exports.open(name, ALL, CAROL))
          .isInstanceOfSatisfying(
              AdministrationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND));
    }
  }

  @Test
  void aLineThatDoesNotVerifyEndsTheExport() {
    PositionRange all = exports.open("ops", ALL, CAROL);
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
    PositionRange all = exports.open("ops", ALL, CAROL);
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
