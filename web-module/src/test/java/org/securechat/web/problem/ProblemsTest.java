package org.securechat.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.json.JsonException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.securechat.server.DomainException;
import org.securechat.server.account.AccountException;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.audit.AuditException;
import org.securechat.server.evidence.BundleException;
import org.securechat.server.ledger.LedgerException;
import org.securechat.server.receipt.ReceiptException;
import org.securechat.server.room.RoomException;
import org.securechat.web.problem.Problem.FieldError;

class ProblemsTest {

  private static final String PATH = "/api/v1/users/alice";

  @ParameterizedTest
  @CsvSource({"NO_SUCH_RECEIPT,400", "INVALID_COUNTERSIGNATURE,400", "FAILED,503"})
  void aRefusedReceiptHasItsStatusAndItsMessageStaysInTheServer(
      ReceiptException.Reason reason, int status) {
    assertHidden(new ReceiptException(reason, "for the log"), status);
  }

  @ParameterizedTest
  @CsvSource({"BUSY,503", "TOO_LARGE,413"})
  void aRefusedBundleHasItsStatusAndItsMessageStaysInTheServer(
      BundleException.Reason reason, int status) {
    assertHidden(new BundleException(reason, "for the log"), status);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ROOM,400",
    "NAME_TAKEN,409",
    "NO_SUCH_ROOM,404",
    "NOT_PERMITTED,403",
    "ARCHIVED,403",
    "NO_SUCH_USER,403",
    "SUPERSEDED,503"
  })
  void aRefusalOfARoomHasItsStatusAndItsMessageStaysInTheServer(
      RoomException.Reason reason, int status) {
    assertHidden(new RoomException(reason, "for the log"), status);
  }

  @ParameterizedTest
  @CsvSource({
    "NOTHING_TO_ERASE,400",
    "ERASED,400",
    "EDITED,503",
    "NO_SUCH_POSITION,400",
    "QUEUE_FULL,503",
    "CLOSED,503",
    "NOT_WRITTEN,503",
    "IN_DOUBT,503",
    "ROOM_BROKEN,500",
    "NOT_READ,503",
    "FENCED,503"
  })
  void aRefusalOfTheLedgerHasItsStatusAndItsMessageStaysInTheServer(
      LedgerException.Reason reason, int status) {
    assertHidden(new LedgerException(reason, "for the log"), status);
  }

  /** The first passes, the second needs its operator, and neither is an outage. */
  @Test
  void aBusyServerABrokenRecordAndAnOutageAreThreeProblems() {
    assertThat(
            List.of(
                new BundleException(BundleException.Reason.BUSY, ""),
                new AccountException(AccountException.Reason.OVERLOADED, ""),
                new LedgerException(LedgerException.Reason.QUEUE_FULL, ""),
                new LedgerException(LedgerException.Reason.ROOM_BROKEN, ""),
                new LedgerException(LedgerException.Reason.NOT_READ, "")))
        .extracting(e -> Problems.of(e, PATH).orElseThrow().type())
        .containsExactly(
            "urn:securechat:problem:busy",
            "urn:securechat:problem:busy",
            "urn:securechat:problem:busy",
            "urn:securechat:problem:record_broken",
            "urn:securechat:problem:unavailable");
  }

  @Test
  void aClientIsToldToAskAgainWhereItHelpsAndNowhereElse() {
    assertThat(ProblemKind.values())
        .filteredOn(kind -> FailureMapper.passes(Problem.of(kind, null, PATH)))
        .containsExactly(ProblemKind.RATE_LIMITED, ProblemKind.UNAVAILABLE, ProblemKind.BUSY);
  }

  /** What the container answers by itself has a status alone. */
  @Test
  void aStatusAloneIsTheGeneralKind() {
    assertThat(ProblemKind.ofStatus(500)).isEqualTo(ProblemKind.INTERNAL);
    assertThat(ProblemKind.ofStatus(503)).isEqualTo(ProblemKind.UNAVAILABLE);
    assertThat(ProblemKind.ofStatus(409)).isEqualTo(ProblemKind.CONFLICT);
  }

  private static void assertHidden(DomainException refused, int status) {
    Problem problem = Problems.of(refused, PATH).orElseThrow();

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.toString()).doesNotContain("for the log");
    assertThat(problem.instance()).isEqualTo(PATH);
  }

  @ParameterizedTest
  @CsvSource({
    "MALFORMED,400",
    "BAD_CREDENTIALS,401",
    "IDENTITY_MISMATCH,403",
    "DISABLED,403",
    "NAME_TAKEN,409",
    "RATE_LIMITED,429",
    "OVERLOADED,503"
  })
  void aRefusalOfAnAccountHasItsStatusAndItsMessageStaysInTheServer(
      AccountException.Reason reason, int status) {
    Problem problem = Problems.of(new AccountException(reason, "for the log"), PATH).orElseThrow();

    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.toString()).doesNotContain("for the log");
  }

  @ParameterizedTest
  @EnumSource(AuditException.Reason.class)
  void anAuditLogThatFailsIsUnavailable(AuditException.Reason reason) {
    assertThat(Problems.of(new AuditException(reason, "for the log"), PATH))
        .map(Problem::status)
        .hasValue(503);
  }

  @Test
  void whatIsForTheLogOnlyIsNotShownToAnAdministrator() {
    assertThat(Problems.of(AdministrationException.badCredentials("unknown name"), PATH))
        .hasValueSatisfying(problem -> {
          assertThat(problem.status()).isEqualTo(401);
          assertThat(problem.toString()).doesNotContain("unknown name");
        });
    assertThat(Problems.of(AdministrationException.nameTaken("a room has it"), PATH))
        .hasValueSatisfying(problem -> {
          assertThat(problem.type()).isEqualTo("urn:securechat:problem:name_taken");
          assertThat(problem.toString()).doesNotContain("a room has it");
        });
  }

  @Test
  void aRefusalIsFoundBelowWhatTheContainerWrapsAroundIt() {
    EJBException wrapped = new EJBException(new RuntimeException(AdministrationException.stale()));

    assertThat(Problems.of(wrapped, PATH)).map(Problem::status).hasValue(412);
  }

  @Test
  void aValueThatIsRefusedIsNamed() {
    Problem problem =
        Problems.of(AdministrationException.invalid("role", "not a role"), PATH).orElseThrow();

    assertThat(problem.errors()).containsExactly(new FieldError("role", "not a role"));
    assertThat(problem.type()).isEqualTo("urn:securechat:problem:invalid");
  }

  @Test
  void whatWasSentIsNotQuoted() {
    Problem problem =
        Problems.of(new JsonException("cannot deserialize 'hunter2'"), PATH).orElseThrow();

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.toString()).doesNotContain("hunter2");
  }

  @Test
  void twoWhoChangeAtOnceAreToldApart() {
    assertThat(Problems.of(new EJBException(new OptimisticLockException()), PATH))
        .map(Problem::status)
        .hasValue(412);
  }

  static Stream<SQLException> outages() {
    return Stream.of(
        new SQLException("Error in allocating a connection"),
        new SQLException("Communications link failure", "08S01"),
        new SQLRecoverableException("the answer was lost", "HY000"),
        new SQLTransientException("try again", "40001"));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void aDatabaseThatIsAwayIsNoDefect(SQLException outage) {
    EJBException wrapped = new EJBException(new PersistenceException(outage));

    assertThat(Problems.of(wrapped, PATH)).map(Problem::status).hasValue(503);
    assertThat(Problems.of(wrapped, PATH).orElseThrow().toString())
        .doesNotContain(outage.getMessage());
  }

  @Test
  void aDatabaseThatRefusesAStatementIsADefect() {
    SQLException refused = new SQLIntegrityConstraintViolationException("duplicate key", "23000");

    assertThat(Problems.of(new EJBException(new PersistenceException(refused)), PATH)).isEmpty();
  }

  @Test
  void aDefectIsNobodysProblemButOurs() {
    assertThat(Problems.of(new IllegalStateException("inner life"), PATH))
        .isEqualTo(Optional.empty());
  }
}
