package org.securechat.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.server.certificate.IssuerLists;
import org.securechat.server.ledger.LedgerCondition;
import org.securechat.server.renewal.CertificateFault;

/** What each check looks at, and what makes it fail. */
class ServerProbesTest {

  @TempDir Path data;

  private final MonitoredServer server = new MonitoredServer();

  private ServerProbes probes() {
    return server.probes(data, 1);
  }

  @ParameterizedTest
  @EnumSource(Check.class)
  void everyCheckOfAHealthyServerIsUp(Check check) {
    assertThat(check.find(probes()).up()).isTrue();
  }

  @Test
  void aServerWhoseCertificateNobodyTakesIsNotReady() {
    server.certificateFaults =
        Map.of(
            "server", new CertificateFault(AlertCode.CERTIFICATE_EXPIRED, "server.pem has ended"));
    assertThat(probes().accepting().up()).isFalse();
    assertThat(probes().accepting().data()).containsEntry("certificate", "server.pem has ended");
  }

  @Test
  void aServerThatPeopleCanTalkToIsReadyAndSaysWhatIsWrong() {
    server.certificateFaults =
        Map.of(
            "receipt",
            new CertificateFault(AlertCode.CERTIFICATE_REVOKED, "receipt.pem is revoked"),
            "server",
            new CertificateFault(AlertCode.REVOCATION_UNKNOWN, "server.pem has no list"));
    assertThat(probes().accepting().up()).isTrue();
    assertThat(probes().accepting().data())
        .containsEntry("certificate", "receipt.pem is revoked; server.pem has no list");
  }

  @Test
  void theDatabaseIsDownIfItDoesNotAnswerAndTheReasonTellsNoSecret() {
    server.databaseAnswers = false;
    assertThat(probes().database().up()).isFalse();

    server.databaseThrows = true;
    assertThat(probes().database()).isEqualTo(CheckResult.down("no connection"));
  }

  @Test
  void theDiskIsDownBelowTheFloorAndWithoutAFolder() {
    assertThat(server.probes(data, Long.MAX_VALUE).disk())
        .satisfies(result -> assertThat(result.up()).isFalse())
        .satisfies(result -> assertThat(result.data()).containsKeys("free_bytes", "floor_bytes"));
    assertThat(server.probes(data.resolve("none"), 0).disk().up()).isFalse();
  }

  @Test
  void aFolderOfFilesThatCannotBeUsedIsSaidAndKeepsNobodyFromTalking() {
    server.filesFault = Optional.of("it is not mounted");

    assertThat(probes().disk().up()).isTrue();
    assertThat(probes().disk().data()).containsEntry("files", "it is not mounted");
  }

  @Test
  void missingListsCountOnlyIfListsAreRequired() {
    server.issuerLists =
        List.of(
            MonitoredServer.lists("CN=Root", IssuerLists.State.CURRENT, Instant.now()),
            MonitoredServer.lists("CN=Issuing", IssuerLists.State.ENDED, null));
    assertThat(probes().revocation().up()).isFalse();
    assertThat(probes().revocation().data())
        .containsEntry("reason", "the list of CN=Issuing has ended: its certificates are refused");

    server.listsRequired = false;
    assertThat(probes().revocation().up()).isTrue();
  }

  @Test
  void theNextUpdateIsToldInSeconds() {
    assertThat(probes().revocation().data())
        .containsEntry("next_update", Instant.parse("2030-01-02T03:04:05Z"));
  }

  @ParameterizedTest
  @EnumSource(LedgerCondition.class)
  void theLedgerIsUpWhileItWritesAndTheWriterUntilItFails(LedgerCondition condition) {
    server.ledger = condition;

    assertThat(probes().ledger().up()).isEqualTo(condition == LedgerCondition.WRITING);
    assertThat(probes().ledger().data()).containsEntry("state", condition.text());
    assertThat(probes().writer().up())
        .isEqualTo(condition != LedgerCondition.FAILED && condition != LedgerCondition.TAKEN_OVER);
  }

  @Test
  void deliveryIsDownIfItsThreadHasEndedOrIsStuck() {
    server.deliveryBusy = Duration.ofSeconds(59);
    assertThat(probes().delivery().up()).isTrue();
    server.deliveryBusy = Duration.ofSeconds(60);
    assertThat(probes().delivery().up()).isFalse();
    server.deliveryBusy = Duration.ZERO;
    server.deliveryAlive = false;
    assertThat(probes().delivery().up()).isFalse();
  }

  @Test
  void aClosedPortIsNotReady() {
    server.accepting = false;

    assertThat(probes().accepting().up()).isFalse();
    assertThat(probes().started().up()).isTrue();
  }

  @Test
  void eachKindHasItsChecks() {
    assertThat(checksOf(Check.Kind.LIVE)).containsExactly("process", "writer", "delivery");
    assertThat(checksOf(Check.Kind.READY))
        .containsExactly("accepting", "database", "ledger", "revocation", "disk");
    assertThat(checksOf(Check.Kind.STARTED)).containsExactly("started");
  }

  private static List<String> checksOf(Check.Kind kind) {
    return Arrays.stream(Check.values())
        .filter(check -> check.kind() == kind)
        .map(Check::wireName)
        .toList();
  }

  @Test
  void thePublicKnowsEachKindByItsQualifier() {
    assertThat(Arrays.stream(Check.Kind.values()).map(Check.Kind::qualifier))
        .extracting(qualifier -> qualifier.annotationType().getSimpleName())
        .containsExactly("Liveness", "Readiness", "Startup");
  }
}
