package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.evidence.ExportPlan;
import org.securechat.server.evidence.ExportPlanner;
import org.securechat.server.evidence.JpaLineIndex;
import org.securechat.server.evidence.LineIndex;
import org.securechat.server.evidence.LineRange;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.limit.LongReads;

class AuditArchiveTest {
  private static final Actor AUDITOR = Actor.machine("vera");

  @RegisterExtension final AuditFixture fixture = new AuditFixture();
  private AuditArchive archive;

  @BeforeEach
  void fiveLines() {
    open();
    write(AuditAction.USER_DISABLE, "root", "alice");
    write(AuditAction.USER_ENABLE, "root", "alice");
    write(AuditAction.USER_DISABLE, "lena", "bob");
    write(AuditAction.USER_MESSAGES_ERASED, "lena", "bob");
    fixture.audit.record(
        AuditEvent.of(AuditAction.CHAT_LOGIN_FAILED).byNobody().failed().on("alice"));
  }

  private void open() {
    archive =
        new AuditArchive(
            fixture.audit,
            fixture.database.perCall(AuditIndex.class, JpaAuditIndex::new),
            fixture.ledger,
            null,
            new ExportPlanner(
                fixture.ledger, fixture.database.perCall(LineIndex.class, JpaLineIndex::new)),
            new LongReads(),
            fixture.clock);
  }

  @Test
  void everythingIsFoundTheNewestFirstAndTheSearchIsALineItself() {
    assertThat(positions(new Wanted())).containsExactly(5L, 4L, 3L, 2L, 1L);

    assertThat(fixture.lines()).isEqualTo(6);
    assertThat(fixture.line(6).action()).isEqualTo("audit.query");
    assertThat(fixture.line(6).actor()).isEqualTo("vera");
    assertThat(fixture.line(6).details()).containsEntry("found", "5");
  }

  @Test
  void eachConditionNarrowsTheSearch() {
    assertThat(positions(new Wanted().actor("root"))).containsExactly(2L, 1L);
    assertThat(positions(new Wanted().action("user"))).containsExactly(4L, 3L, 2L, 1L);
    assertThat(positions(new Wanted().action("user.disable"))).containsExactly(3L, 1L);
    assertThat(positions(new Wanted().action("user.dis"))).isEmpty();
    assertThat(positions(new Wanted().action("user.messages.erase"))).isEmpty();
    assertThat(positions(new Wanted().action("%"))).isEmpty();
    assertThat(positions(new Wanted().action("user_messages"))).isEmpty();
    assertThat(positions(new Wanted().subject("alice"))).containsExactly(5L, 2L, 1L);
    assertThat(positions(new Wanted().outcome(Outcome.FAILURE))).containsExactly(5L);
    assertThat(positions(new Wanted().actor("root").subject("bob"))).isEmpty();
  }

  @Test
  void aRangeOfATimeIsThatOfTheSearchAndIsOnRecord() {
    Instant third = archive.get(3, AUDITOR).recordedAt();
    ExportPlan plan = archive.plan(LineRange.times(Optional.of(third), Optional.empty()), AUDITOR);

    assertThat(plan.first()).isLessThanOrEqualTo(3);
    assertThat(plan.firstAt().orElseThrow()).isAfterOrEqualTo(third);
    assertThat(plan.last()).isEqualTo(6);
    assertThat(fixture.line(7).action()).isEqualTo("audit.query");
    assertThat(fixture.line(7).details()).containsEntry("query", "since " + third);
  }

  @Test
  void aTimeWithoutLinesIsNotExported() {
    LineRange empty = LineRange.times(Optional.empty(), Optional.of(Instant.EPOCH));
    assertThatExceptionOfType(AdministrationException.class)
        .isThrownBy(() -> archive.export(empty, AUDITOR))
        .withMessageContaining("no line until 1970");
    assertThat(archive.plan(empty, AUDITOR).isEmpty()).isTrue();
  }

  @Test
  void aSearchByTimeIncludesItsBeginningAndNotItsEnd() {
    Instant third = archive.get(3, AUDITOR).recordedAt();

    assertThat(positions(new Wanted().from(third))).contains(3L);
    assertThat(positions(new Wanted().to(third))).doesNotContain(3L, 4L, 5L);
  }

  @Test
  void pagesFollowEachOtherAndEndThoughEachAddsALine() {
    List<Long> seen = new ArrayList<>();
    Optional<Long> before = Optional.empty();
    for (int page = 0; page < 3; page++) {
      List<Long> found = positions(new Wanted().before(before).limit(2));
      seen.addAll(found);
      before = Optional.of(found.get(found.size() - 1));
    }

    assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void aLineThatIsNotThereIsNotFoundAndNobodyHasReadIt() {
    for (long position : new long[] {0, -1, 6, Long.MAX_VALUE}) {
      assertThatExceptionOfType(AdministrationException.class)
          .isThrownBy(() -> archive.get(position, AUDITOR))
          .matches(e -> e.reason() == AdministrationException.Reason.NOT_FOUND);
    }
    assertThat(fixture.lines()).isEqualTo(5);
  }

  @Test
  void nothingIsShownThatCannotBeRecorded() {
    fixture.ledger.close(Duration.ofSeconds(10));

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> archive.find(new Wanted().search(), AUDITOR));
    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> archive.get(1, AUDITOR));
  }

  @Test
  void anIntactLogIsFoundIntact() {
    AuditVerification verification = archive.verify(AUDITOR);

    assertThat(verification.fault()).isEmpty();
    assertThat(verification.lines()).isEqualTo(5);
    assertThat(verification.chain()).isEqualTo(archive.get(5, AUDITOR).chain());
    assertThat(fixture.line(6).action()).isEqualTo("audit.verify");
  }

  @Test
  void aChangedLineIsFound() {
    tamper("UPDATE transcript_entry SET sender = 'alice' WHERE position = 2");

    AuditVerification verification = archive.verify(AUDITOR);

    assertThat(verification.fault()).hasValueSatisfying(f -> assertThat(f.position()).isEqualTo(2));
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> archive.find(new Wanted().search(), AUDITOR));
  }

  @Test
  void aLineThatTheIndexHidesIsFound() {
    tamper("DELETE FROM audit_index WHERE position = 3");

    assertThat(archive.verify(AUDITOR).fault())
        .hasValueSatisfying(f -> assertThat(f.position()).isEqualTo(3));
  }

  @Test
  void aLineThatTheIndexMisrepresentsIsFound() {
    tamper("UPDATE audit_index SET actor = 'mallory' WHERE position = 5");

    assertThat(archive.verify(AUDITOR).fault())
        .hasValueSatisfying(f -> assertThat(f.position()).isEqualTo(5));
  }

  private List<Long> positions(Wanted wanted) {
    return archive.find(wanted.search(), AUDITOR).stream().map(AuditLine::position).toList();
  }

  private void write(AuditAction action, String actor, String subject) {
    fixture.audit.record(AuditEvent.of(action).by(actor).on(subject));
  }

  private void tamper(String sql) {
    fixture.database.doInTransaction(
        em -> assertThat(em.createNativeQuery(sql).executeUpdate()).isEqualTo(1));
  }

  /** A search with few conditions. */
  private static final class Wanted {
    private Optional<String> actor = Optional.empty();
    private Optional<String> action = Optional.empty();
    private Optional<String> subject = Optional.empty();
    private Optional<Outcome> outcome = Optional.empty();
    private Optional<Instant> from = Optional.empty();
    private Optional<Instant> to = Optional.empty();
    private Optional<Long> before = Optional.empty();
    private int limit = 100;

    Wanted actor(String wanted) {
      actor = Optional.of(wanted);
      return this;
    }

    Wanted action(String wanted) {
      action = Optional.of(wanted);
      return this;
    }

    Wanted subject(String wanted) {
      subject = Optional.of(wanted);
      return this;
    }

    Wanted outcome(Outcome wanted) {
      outcome = Optional.of(wanted);
      return this;
    }

    Wanted from(Instant wanted) {
      from = Optional.of(wanted);
      return this;
    }

    Wanted to(Instant wanted) {
      to = Optional.of(wanted);
      return this;
    }

    Wanted before(Optional<Long> wanted) {
      before = wanted;
      return this;
    }

    Wanted limit(int wanted) {
      limit = wanted;
      return this;
    }

    AuditSearch search() {
      return new AuditSearch(
          actor, action, subject, outcome, Optional.empty(), from, to, before, limit);
    }
  }
}
