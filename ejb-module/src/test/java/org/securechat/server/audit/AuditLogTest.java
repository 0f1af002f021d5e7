package org.securechat.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.AuditPayload.Outcome;
import org.securechat.server.DomainException;
import org.securechat.server.endpoint.ProtocolErrors;
import org.securechat.server.room.RoomException;

class AuditLogTest {
  private static final AuditEvent DISABLE =
      AuditEvent.of(AuditAction.USER_DISABLE)
          .by("root")
          .as("administrator", "password")
          .from("192.0.2.7")
          .on("alice")
          .with("reason", "left");

  @RegisterExtension final AuditFixture fixture = new AuditFixture();

  @Test
  void aLineSaysWhoDidWhatToWhomWhenAndFromWhere() {
    fixture.audit.record(DISABLE);

    AuditPayload line = fixture.line(1);
    assertThat(line.action()).isEqualTo("user.disable");
    assertThat(line.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(line.actor()).isEqualTo("root");
    assertThat(line.role()).isEqualTo("administrator");
    assertThat(line.method()).isEqualTo("password");
    assertThat(line.subject()).isEqualTo("alice");
    assertThat(line.source()).isEqualTo("192.0.2.7");
    assertThat(line.count()).isEqualTo(1);
    assertThat(line.at()).isEqualTo("2026-11-22T19:00:00.000Z");
    assertThat(line.details()).containsOnlyKeys("reason").containsValue("left");
    assertThat(fixture.rows("audit_index")).isEqualTo(1);
  }

  @Test
  void aChangeAndItsLineAreThereTogether() {
    fixture.audit.perform(DISABLE, () -> secret("one"));

    assertThat(fixture.rows("server_secret")).isEqualTo(1);
    assertThat(fixture.lines()).isEqualTo(1);
  }

  @Test
  void aChangeThatFailsLeavesNoLineAndItsExceptionArrives() {
    IllegalStateException reason = new IllegalStateException("no");

    assertThatThrownBy(() ->
            fixture.audit.perform(
                DISABLE,
                () -> {
                  secret("one");
                  throw reason;
                }))
        .isSameAs(reason);

    assertNothing();
  }

  @Test
  void aRefusalOfTheChangeArrivesAsItIs() {
    RoomException reason = new RoomException(RoomException.Reason.NOT_PERMITTED, "no");

    assertThatThrownBy(() ->
            fixture.audit.perform(
                DISABLE,
                () -> {
                  throw reason;
                }))
        .isSameAs(reason);

    assertNothing();
  }

  @Test
  void whatTheDatabaseRefusesIsTheChangesFailure() {
    fixture.audit.perform(DISABLE, () -> secret("one"));

    assertThatExceptionOfType(PersistenceException.class)
        .isThrownBy(() -> fixture.audit.perform(DISABLE, () -> secret("one")));

    assertThat(fixture.lines()).isEqualTo(1);
    assertThat(fixture.rows("audit_index")).isEqualTo(1);
  }

  @Test
  void ifTheLineCannotBeWrittenTheChangeDoesNotHappen() {
    fixture.audit.record(DISABLE);
    // Somebody sits in the place of the next line.
    fixture.database.doInTransaction(em ->
        em.createNativeQuery(
                "INSERT INTO transcript_entry SELECT room_id, 2, received_at, sender,"
                    + " certificate_sha256, payload_sha256, signature, chain, payload, erased_by"
                    + " FROM transcript_entry WHERE position = 1")
            .executeUpdate());

    assertUnavailable(() -> fixture.audit.perform(DISABLE, () -> secret("one")));

    assertThat(fixture.rows("server_secret")).isZero();
    assertThat(fixture.rows("audit_index")).isEqualTo(1);
  }

  @Test
  void aClosedLedgerMeansThatNothingHappens() {
    fixture.ledger.close(Duration.ofSeconds(10));

    assertUnavailable(() -> fixture.audit.record(DISABLE));
    assertUnavailable(() -> fixture.audit.perform(DISABLE, () -> secret("one")));

    assertNothing();
  }

  @Test
  void theFirstLineSaysThatTheRecordBeginsAndIsWrittenOnce() {
    fixture.audit.begin();
    fixture.restart();
    fixture.audit.begin();

    assertThat(fixture.lines()).isEqualTo(1);
    assertThat(fixture.line(1).action()).isEqualTo("record.begin");
  }

  @Test
  void aLogThatWasRemovedIsNotBegunAnew() {
    fixture.audit.begin();
    tamper(
        "INSERT INTO room (id, name, visibility, created_at, version)"
            + " VALUES ('%s', 'ops', 'public', 0, 0)".formatted(UUID.randomUUID()));
    tamper("DELETE FROM transcript_entry");
    tamper("DELETE FROM room_head");
    fixture.restart();

    fixture.audit.begin();

    assertUnavailable(() -> fixture.audit.record(AuditEvent.of(AuditAction.SERVER_START)));
    assertThat(fixture.rows("transcript_entry")).isZero();
  }

  @Test
  void aChangeThatWouldWaitForItselfIsRefused() {
    assertThatThrownBy(() -> fixture.audit.perform(DISABLE, () -> fixture.audit.record(DISABLE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("writer");

    assertNothing();
    fixture.audit.record(DISABLE);
  }

  @Test
  void aChangedPayloadIsFoundAtTheNextStart() {
    fixture.audit.record(DISABLE);
    fixture.audit.record(DISABLE);
    tamper("UPDATE transcript_entry SET payload = X'7b7d' WHERE position = 2");
    fixture.restart();

    assertUnavailable(() -> fixture.audit.record(DISABLE));
  }

  @Test
  void aLineThatIsTakenAwayIsFoundAtTheNextStart() {
    fixture.audit.record(DISABLE);
    fixture.audit.record(DISABLE);
    tamper("DELETE FROM transcript_entry WHERE position = 2");
    fixture.restart();

    assertUnavailable(() -> fixture.audit.record(DISABLE));
  }

  @Test
  void whatComesLaterIsWrittenByTheNextFlush() {
    fixture.audit.later(
        AuditEvent.of(AuditAction.CHAT_LOGIN_FAILED).byNobody().failed().on("alice"));
    assertThat(fixture.lines()).isZero();

    fixture.audit.flush();
    fixture.audit.record(DISABLE);

    assertThat(fixture.line(1).actor()).isEqualTo(AuditEvent.NOBODY);
    assertThat(fixture.line(1).outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(fixture.line(2).action()).isEqualTo("user.disable");
  }

  private void secret(String name) {
    fixture
        .database
        .joined()
        .createNativeQuery("INSERT INTO server_secret (name, secret) VALUES (?, ?)")
        .setParameter(1, name)
        .setParameter(2, new byte[32])
        .executeUpdate();
  }

  private void tamper(String sql) {
    fixture.database.doInTransaction(
        em -> assertThat(em.createNativeQuery(sql).executeUpdate()).isEqualTo(1));
  }

  private void assertNothing() {
    assertThat(fixture.rows("server_secret")).isZero();
    assertThat(fixture.rows("transcript_entry")).isZero();
    assertThat(fixture.rows("audit_index")).isZero();
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(call)
        .matches(e -> ProtocolErrors.code(e) == ErrorCode.UNAVAILABLE, "unavailable");
  }
}
