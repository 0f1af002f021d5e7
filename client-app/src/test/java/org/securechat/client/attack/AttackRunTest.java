package org.securechat.client.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.attack.modern.Scenarios;
import org.securechat.client.attack.scenario.Expected;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.Reaction;
import org.securechat.client.attack.target.Target;
import org.securechat.client.connection.ConnectionSettings;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.scripted.ScriptedServer;
import org.securechat.client.session.Registration;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.wire.AlertCode;

/**
 * Against a server whose handshake is the real one, and which then believes whatever it is told:
 * the one half of the attacks has to be refused, the other half must be seen to succeed.
 */
class AttackRunTest {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder;
  private PkiFolder pki;
  private ScriptedServer server;
  private Credentials alice;

  @BeforeEach
  void start() throws Exception {
    pki = new PkiFolder(folder.resolve("pki"));
    server = new ScriptedServer(pki);
    alice = pki.issue("alice", CertificateKind.CLIENT);
    Registration.register(
        ConnectionSettings.of(server.address(), alice, pki.rules(), Clock.systemUTC()),
        "alice",
        PASSWORD::toCharArray);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Target target(Optional<Path> authority) {
    return new Target(
        server.address(),
        "alice",
        alice,
        pki.rules(),
        Optional.of(PASSWORD::toCharArray),
        authority,
        Duration.ofSeconds(5));
  }

  private Outcome attack(Scenario scenario) throws ClientException {
    return attack(scenario, Optional.of(pki.root()));
  }

  private Outcome attack(Scenario scenario, Optional<Path> authority) throws ClientException {
    List<Outcome> outcomes =
        new AttackRun(target(authority), new AttackRun.Watcher() {}).run(List.of(scenario));
    assertThat(outcomes).hasSize(1);
    return outcomes.get(0);
  }

  private static Scenario find(String id) {
    return Scenarios.find(id).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello-garbage",
        "hello-duplicate-key",
        "hello-zero-share",
        "downgrade-protocol",
        "downgrade-only-weak-cipher",
        "downgrade-strip-hybrid",
        "downgrade-swap-cipher",
        "state-data-before-certificate",
        "state-finished-before-verify",
        "state-finished-forged",
        "certificate-self-signed",
        "certificate-unknown-authority",
        "certificate-expired",
        "certificate-not-yet-valid",
        "certificate-revoked",
        "certificate-for-servers",
        "certificate-for-receipts",
        "certificate-of-authority",
        "certificate-stolen",
        "certificate-proof-reused",
        "certificate-other-scheme",
        "certificate-altered",
        "certificate-none",
        "account-register-other",
      })
  void theRealHandshakeRefuses(String id) throws Exception {
    Outcome outcome = attack(find(id));

    assertThat(outcome.verdict()).as("%s got %s", id, outcome.got()).isEqualTo(Verdict.REFUSED);
    assertThat(outcome.sent()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tamper-message-text",
        "tamper-message-sender",
        "tamper-message-signature",
        "forge-message-key",
      })
  void serverThatAcceptsEverythingFails(String id) throws Exception {
    Outcome outcome = attack(find(id));

    assertThat(outcome.verdict()).as("%s got %s", id, outcome.got()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(AttackReport.holds(List.of(outcome))).isFalse();
  }

  @Test
  void serverThatClosesWithoutAlertFails() throws Exception {
    // The scripted server has no alerts once the handshake is over.
    Outcome outcome = attack(find("replay-record"));

    assertThat(outcome.verdict()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(outcome.got()).isEqualTo("connection closed without a word");
  }

  @Test
  void rightCodeWithAWrongReasonFails() throws Exception {
    Scenario strict =
        Scenario.of(
            "strict",
            "expects another code than comes",
            Expected.error(ErrorCode.REPLAYED),
            attacker -> Reaction.error(ErrorCode.SIGNATURE_INVALID));

    assertThat(attack(strict).verdict()).isEqualTo(Verdict.NOT_REFUSED);
  }

  @Test
  void attackThatDisturbsTheControlSessionFails() throws Exception {
    Scenario cutting =
        Scenario.of(
            "cutting",
            "ends everybody's connection",
            Expected.error(ErrorCode.REPLAYED),
            attacker -> {
              server.cut();
              return Reaction.error(ErrorCode.REPLAYED);
            });

    Outcome outcome = attack(cutting);

    assertThat(outcome.verdict()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(outcome.got()).contains("another session suffered");
  }

  @Test
  void adjacentSlowAttacksRunInParallel() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    Scenario.Attempt meeting =
        attacker -> {
          try {
            both.await(20, TimeUnit.SECONDS);
            return Reaction.alert(AlertCode.TIMEOUT);
          } catch (Exception _) {
            return Reaction.silent();
          }
        };
    List<Scenario> slow =
        List.of(
            Scenario.slow("one", "waits for the other", Expected.alert(AlertCode.TIMEOUT), meeting),
            Scenario.slow("two", "waits for the one", Expected.alert(AlertCode.TIMEOUT), meeting));

    List<Outcome> outcomes =
        new AttackRun(target(Optional.empty()), new AttackRun.Watcher() {}).run(slow);

    assertThat(outcomes)
        .extracting(outcome -> outcome.scenario().id())
        .containsExactly("one", "two");
    assertThat(outcomes).extracting(Outcome::verdict).containsOnly(Verdict.REFUSED);
  }

  @Test
  void attacksThatNeedTheAuthorityKeyAreSkippedWithoutIt() throws Exception {
    Outcome outcome = attack(find("certificate-expired"), Optional.empty());

    assertThat(outcome.verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(outcome.holds()).isTrue();
    assertThat(AttackReport.holds(List.of(outcome))).as("nothing was run").isFalse();
  }

  @Test
  void failedWellBehavedStepIsNeitherRefusedNorAccepted() throws Exception {
    Scenario stumbling =
        Scenario.of(
            "stumbling",
            "does not come to the attack",
            Expected.error(ErrorCode.REPLAYED),
            attacker -> {
              throw new ClientException("stumbled", "");
            });

    Outcome outcome = attack(stumbling);

    assertThat(outcome.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(AttackReport.holds(List.of(outcome))).isFalse();
  }

  @Test
  void deletesAllKeysAndRevokesAllCertificates() throws Exception {
    attack(find("certificate-for-servers"));
    attack(find("certificate-revoked"));

    assertThat(folder.resolve("pki/issued")).isDirectoryNotContaining("glob:**/attack-*");
    assertThat(pki.authority().list())
        .filteredOn(entry -> entry.name().startsWith("attack-"))
        .hasSize(2)
        .allMatch(entry -> entry.revocation().isPresent());
  }

  @Test
  void wrongPasswordIsAnErrorAndNotAVerdict() throws Exception {
    Target wrong =
        new Target(
            server.address(),
            "alice",
            alice,
            pki.rules(),
            Optional.of("another"::toCharArray),
            Optional.empty(),
            Duration.ofSeconds(5));

    assertThatThrownBy(() ->
            new AttackRun(wrong, new AttackRun.Watcher() {}).run(List.of(find("hello-garbage"))))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("bad_credentials");
  }
}
