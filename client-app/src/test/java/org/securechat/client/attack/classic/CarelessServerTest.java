package org.securechat.client.attack.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.ClientException;
import org.securechat.client.attack.AttackReport;
import org.securechat.client.attack.AttackRun;
import org.securechat.client.attack.scenario.Outcome;
import org.securechat.client.attack.scenario.Outcome.Verdict;
import org.securechat.client.attack.scenario.Scenario;
import org.securechat.client.attack.target.ClassicEndpoints;
import org.securechat.client.attack.target.Target;
import org.securechat.client.command.CommandRun;
import org.securechat.client.connection.ServerAddress;
import org.securechat.client.pki.CertificateKind;
import org.securechat.client.pki.CertificateOrder;
import org.securechat.client.pki.KeyKind;
import org.securechat.client.scripted.CarelessClassicServer;
import org.securechat.client.testkit.PkiFolder;
import org.securechat.protocol.identity.Credentials;

/** Against a server that takes whatever comes: each attack must be seen to succeed. */
class CarelessServerTest {
  @TempDir private static Path folder;

  private static PkiFolder pki;
  private static CarelessClassicServer server;
  private static Credentials alice;
  private static Credentials modern;

  @BeforeAll
  static void start() throws Exception {
    pki = new PkiFolder(folder.resolve("pki"));
    server = new CarelessClassicServer(pki);
    alice =
        pki.issue(CertificateOrder.of("alice", CertificateKind.CLIENT).withKey(KeyKind.RSA2048));
    modern = pki.issue("bob", CertificateKind.CLIENT);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Target target(String user, Credentials credentials, Optional<Path> authority) {
    return new Target(
            new ServerAddress("127.0.0.1", 1),
            user,
            credentials,
            pki.rules(),
            Optional.of("secret"::toCharArray),
            authority,
            Duration.ofMillis(500))
        .through(
            new ClassicEndpoints(
                new ServerAddress("127.0.0.1", server.loginPort()),
                new ServerAddress("127.0.0.1", server.chatPort())));
  }

  private static Outcome attack(String id, Target target) throws ClientException {
    Scenario scenario =
        ClassicScenarios.all().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow();
    return new AttackRun(target, ClassicControlSession::greet, new AttackRun.Watcher() {})
        .run(List.of(scenario))
        .get(0);
  }

  private static Outcome attack(String id) throws ClientException {
    return attack(id, target("alice", alice, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "login-no-json",
        "chat-duplicate-key",
        "login-certificate-self-signed",
        "chat-certificate-self-signed",
        "chat-certificate-der",
        "login-certificate-altered",
        "login-share-one",
        "chat-share-minus-one",
        "login-clear-command",
        "login-tampered-padding",
        "login-command-no-password",
        "login-register-taken-name",
        "login-wrong-password",
        "chat-session-no-json",
      })
  void isFoundOut(String id) throws Exception {
    Outcome outcome = attack(id);

    assertThat(outcome.verdict()).as("%s got %s", id, outcome.got()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(outcome.sent()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat-replay",
        "chat-lower",
        "chat-reorder",
        "chat-stolen-certificate",
        "chat-tamper-seqno",
        "chat-tamper-sig",
        "chat-seqno-text",
        "chat-ct-unpadded",
        "chat-receipt",
      })
  void itsReceiptGivesItAway(String id) throws Exception {
    Outcome outcome = attack(id);

    assertThat(outcome.verdict()).as("%s got %s", id, outcome.got()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(outcome.got()).contains("the receipt covers something else");
    assertThat(AttackReport.holds(List.of(outcome))).isFalse();
  }

  @Test
  void commandReportsAcceptedAttacksAndExitsWithOne() throws Exception {
    Path report = folder.resolve("report.html");

    CommandRun run =
        CommandRun.of(
            "attack",
            "login-certificate-self-signed",
            "login-clear-command",
            "--classic",
            "--classic-login-port",
            "" + server.loginPort(),
            "--classic-chat-port",
            "" + server.chatPort(),
            "--as",
            "alice",
            "--pki",
            pki.root(),
            "--no-password",
            "--report",
            report);

    assertThat(run.code()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("not refused as expected: login-certificate-self-signed")
        .contains("0 of 2 attacks refused");
    assertThat(Files.readString(report)).contains(">classic<", "NOT REFUSED");
  }

  @Test
  void certificateAttacksAreSkippedWithoutTheAuthorityKey() throws Exception {
    assertThat(attack("login-certificate-expired").verdict()).isEqualTo(Verdict.SKIPPED);
  }

  @Test
  void deletesAllKeysAndRevokesAllCertificates() throws Exception {
    List<Scenario> certificates =
        ClassicScenarios.all().stream().filter(one -> one.id().contains("-certificate-")).toList();

    List<Outcome> outcomes =
        new AttackRun(
                target("alice", alice, Optional.of(pki.root())),
                ClassicControlSession::greet,
                new AttackRun.Watcher() {})
            .run(certificates);

    assertThat(outcomes).extracting(Outcome::verdict).containsOnly(Verdict.NOT_REFUSED);
    assertThat(folder.resolve("pki/issued")).isDirectoryNotContaining("glob:**/attack-*");
    assertThat(pki.authority().list())
        .filteredOn(entry -> entry.name().startsWith("attack-"))
        .isNotEmpty()
        .allMatch(entry -> entry.revocation().isPresent());
  }

  @Test
  void nonRsaAccountIsEnoughWithTheAuthorityKey() throws Exception {
    Outcome outcome = attack("chat-replay", target("bob", modern, Optional.of(pki.root())));

    assertThat(outcome.verdict()).isEqualTo(Verdict.NOT_REFUSED);
  }

  @Test
  void missingRsaCertificateIsReportedWithARemedy() {
    assertThatThrownBy(() -> attack("chat-replay", target("bob", modern, Optional.empty())))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("RSA");
  }

  @Test
  void messageOfAnotherSessionThatIsTakenShowsInTheReceipt() throws Exception {
    Outcome outcome = attack("chat-replay-session");

    assertThat(outcome.verdict()).as(outcome.got()).isEqualTo(Verdict.NOT_REFUSED);
    assertThat(outcome.got()).contains("the receipt covers something else");
  }
}
