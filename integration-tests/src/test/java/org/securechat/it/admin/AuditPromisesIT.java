package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.TestClient;
import org.securechat.it.client.Trust;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.After;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.identity.Credentials;
import org.securechat.protocol.json.Json;

/** What the documents promise about the audit log, provoked on a real server of its own. */
@BlackBox
class AuditPromisesIT {

  @Test
  void whatHappensToAServerIsOnRecordFromItsFirstLineOn() throws Exception {
    try (TestBed bed = TestBed.prepared().with("SECURECHAT_AUDIT_LOGINS", "true")) {
      bed.start();
      AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
      assertThat(json(auditor.get("/audit/1")).get("action").asText()).isEqualTo("record.begin");
      awaited(auditor, "?action=server.start");

      Person alice = bed.person("alice");
      bed.login(alice);
      JsonNode login = awaited(auditor, "?action=chat.login&outcome=success&actor=" + alice.name());
      assertThat(login.get("source").asText()).isEqualTo("127.0.0.1");
      Credentials expired = Trust.credentials(bed.pki().expiredClient(TestBed.name("late")));
      assertThat(bed.connect(expired).ending().alert()).isPresent();
      JsonNode refused = awaited(auditor, "?action=chat.certificate.refused&outcome=denied");
      assertThat(refused.get("details").get("alert").asText()).isEqualTo("certificate_expired");
      anotherHistoryIsOnRecord(alice, auditor);
      bed.server().stop();
    }
  }

  private static void anotherHistoryIsOnRecord(Person alice, AdminCaller auditor) throws Exception {
    String room = TestBed.name("forked");
    alice.client().create(room, Visibility.PUBLIC);
    MessagePayload right = alice.client().payload(room, "under another history");
    MessagePayload wrong =
        MessagePayload.create(
            alice.client().channel().channelBinding(),
            room,
            alice.client().ids(room),
            alice.name(),
            right.envelope().seq(),
            new After(1, "0".repeat(64)),
            java.time.Clock.systemUTC().instant(),
            "under another history");
    assertThat(
            Refusals.of(
                () -> TestClient.await(alice.client().send(room, alice.client().sign(wrong)))))
        .isEqualTo("fork");
    JsonNode fork = awaited(auditor, "?action=message.fork&actor=" + alice.name());
    assertThat(fork.get("details").get("position").asText()).isEqualTo("1");
    assertThat(fork.get("details").get("chain").asText()).isEqualTo("0".repeat(64));
  }

  @Test
  void changesThatHaveNoOtherTestAreOnRecord(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    String me = json(root.get("/me")).get("name").asText();
    Person alice = bed.person("alice");
    String room = TestBed.name("receipts");
    alice.client().create(room, Visibility.PUBLIC);
    alice.client().receipt(room);
    String made = TestBed.name("made");

    ok(root.ask("POST", "/users", "{\"username\":\"" + made + "\"}", null));
    String receipt = json(root.get("/receipts?room=" + room)).at("/items/0/sha256").asText();
    ok(root.get("/receipts/" + receipt));
    String sha256 = alice.client().certificateSha256();
    ok(
        root.ask(
            "POST",
            "/certificates/" + sha256 + "/revoke",
            "{\"reason\":\"superseded\",\"note\":\"\"}",
            "*"));
    ok(
        root.upload(
            "/certificates/crls",
            "application/pkix-crl",
            Files.readString(bed.pki().root().resolve("crl.pem"))));

    assertThat(awaited(root, "?action=user.create&actor=" + me).get("subject").asText())
        .isEqualTo(made);
    assertThat(awaited(root, "?action=receipt.read&actor=" + me).get("subject").asText())
        .isEqualTo(receipt);
    awaited(root, "?action=certificate.revoke&actor=" + me);
    awaited(root, "?action=crl.upload&actor=" + me);
  }

  @Test
  void noSecretAndNothingThatWasSaidIsInIt(TestBed bed) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person alice = bed.person("alice");
    String said = TestBed.name("said-in-confidence");
    String room = TestBed.name("secrets");
    alice.client().create(room, Visibility.PUBLIC);
    TestClient.await(alice.client().say(room, said));
    String typed = "My Pass Phrase " + TestBed.name("typed");
    AdminCaller.anonymous(bed).as(typed, "whatever it is").get("/me");
    Refusals.of(() -> bed.connect(alice.credentials()).login(alice.name(), typed));
    awaited(auditor, "?action=chat.login.failed&subject=" + alice.name());
    auditor.get("/rooms/" + room + "/bundle");

    HttpResponse<byte[]> log = auditor.download("/audit/bundle");

    assertThat(log.statusCode()).isEqualTo(200);
    // Nothing in the zip is compressed.
    String all = new String(log.body(), StandardCharsets.ISO_8859_1);
    assertThat(all)
        .contains(room, alice.name(), "administrator.login.failed")
        .doesNotContain(said)
        .doesNotContain(typed)
        .doesNotContain(TestBed.PASSWORD);
  }

  /** OPERATIONS.md, "No line, no change". */
  @Test
  void logThatWasChangedInTheDatabaseIsFoundAndNothingIsAdministeredOrExported() throws Exception {
    try (TestBed bed = TestBed.started()) {
      assumeTrue(bed.database().isEmpty(), "the change is one of the embedded database's file");
      AdminCaller before = AdminCaller.enrolled(bed, "administrator");
      Person alice = bed.person("alice");
      String room = TestBed.name("goes-on");
      alice.client().create(room, Visibility.PUBLIC);
      ok(before.ask("POST", "/users", "{\"username\":\"" + TestBed.name("b") + "\"}", null));
      assertThat(json(before.get("/audit/verification")).get("intact").asBoolean()).isTrue();
      bed.server().stop();
      change(bed.folder().resolve("data/securechat"));

      bed.start();

      // Of all ports, that of the administration is another one.
      AdminCaller root =
          new AdminCaller(before.http(), AdminCaller.anonymous(bed).base(), before.authorization());
      JsonNode found = json(root.get("/audit/verification"));
      assertThat(found.get("intact").asBoolean()).isFalse();
      assertThat(found.get("fault_position").asLong()).isEqualTo(2);
      assertBroken(root.get("/audit"));
      assertBroken(root.get("/audit/bundle"));
      assertBroken(root.get("/rooms/" + room + "/bundle"));
      assertBroken(root.get("/rooms/" + room + "/transcript"));
      String late = TestBed.name("late");
      assertBroken(root.ask("POST", "/users", "{\"username\":\"" + late + "\"}", null));
      assertThat(root.get("/users/" + late).statusCode()).isEqualTo(404);
      assertBroken(root.ask("POST", "/users/" + alice.name() + "/disable", null, "*"));
      String newcomer = TestBed.name("newcomer");
      assertThat(
              catchThrowable(
                  () -> bed.connect(bed.certified(newcomer)).register(newcomer, TestBed.PASSWORD)))
          .isNotNull();
      TestClient again = bed.login(alice);
      assertThat(TestClient.await(again.say(room, "the chat goes on")).position()).isEqualTo(2);
      bed.server().stop();
    }
  }

  private static void assertBroken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
    assertThat(answer.body()).contains("urn:securechat:problem:record_broken");
    assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
  }

  private static void change(Path database) throws SQLException {
    String url =
        "jdbc:h2:file:"
            + database
            + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "securechat", "embedded");
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE transcript_entry SET received_at = received_at - 1 WHERE position = 2"
                      + " AND room_id = '"
                      + AuditPayload.ROOM_ID
                      + "'"))
          .isEqualTo(1);
    }
  }

  private static void ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
  }

  /** A failure is written within about a second, not before it is answered. */
  private static JsonNode awaited(AdminCaller caller, String query) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> json(caller.get("/audit" + query)).get("items"), items -> !items.isEmpty())
        .get(0);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }
}
