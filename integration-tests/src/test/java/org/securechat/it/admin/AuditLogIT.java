package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.administration.AdminBootstrapRequest;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.Countersignature;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.json.Json;
import org.securechat.server.audit.AuditAction;

/** The audit log of a real server, as auditors and as people of the chat see it. */
@BlackBox
class AuditLogIT {

  @Test
  void loginsRefusalsAndReadAccessAreAudited(TestBed bed) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person alice = bed.person("alice");
    // Failures of one minute share a line; others may have failed before this one.
    Instant minuteAgo = Instant.now().minusSeconds(70);
    TestClient thief = bed.connect(alice.credentials());
    assertThat(Refusals.of(() -> thief.login(alice.name(), "not the password")))
        .isEqualTo("bad_credentials");

    JsonNode registered = only(auditor, "?action=user.register&subject=" + alice.name());
    assertThat(registered.get("outcome").asText()).isEqualTo("success");
    assertThat(registered.get("source").asText()).isEqualTo("127.0.0.1");
    assertThat(registered.get("details").get("certificate").asText()).hasSize(64);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    json(auditor.get(
                            "/audit?action=chat.login.failed&outcome=failure"
                                + "&source=127.0.0.1&since="
                                + minuteAgo))
                        .get("items"))
                .isNotEmpty());

    String me = json(auditor.get("/me")).get("name").asText();
    JsonNode looked = json(auditor.get("/audit?limit=1&action=audit&actor=" + me));
    assertThat(looked.get("items").get(0).get("action").asText()).isEqualTo("audit.query");
    assertThat(looked.get("next").asText()).isNotEmpty();
    long position = registered.get("position").asLong();
    assertThat(json(auditor.get("/audit/" + position))).isEqualTo(registered);
    assertThat(only(auditor, "?action=audit.read&actor=" + me).get("subject").asText())
        .isEqualTo(Long.toString(position));
    assertThat(auditor.get("/audit/" + Long.MAX_VALUE).statusCode()).isEqualTo(404);
    assertThat(auditor.get("/audit?outcome=perhaps").statusCode()).isEqualTo(400);
    assertThat(auditor.get("/audit?since=yesterday").statusCode()).isEqualTo(400);
    assertThat(auditor.get("/audit?after=MA").statusCode()).isEqualTo(400);
  }

  @Test
  void whatARoleDoesNotPermitIsOnRecordForEachAdministrator(TestBed bed) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    for (int i = 0; i < 2; i++) {
      AdminCaller operator = AdminCaller.enrolled(bed, "operator");
      assertThat(operator.get("/users").statusCode()).isEqualTo(403);

      String name = json(operator.get("/me")).get("name").asText();
      JsonNode denied = awaited(auditor, "?action=administrator.denied&actor=" + name);
      assertThat(denied.get("outcome").asText()).isEqualTo("denied");
      assertThat(denied.get("subject").asText()).isEqualTo("GET /users");
      assertThat(denied.get("role").asText()).isEqualTo("operator");
      assertThat(denied.get("source").asText()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void failedLoginsOfDifferentPeopleHaveLinesOfTheirOwn(TestBed bed) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    for (Person person : List.of(bed.person("ida"), bed.person("ivo"))) {
      TestClient thief = bed.connect(person.credentials());
      Refusals.of(() -> thief.login(person.name(), "not the password"));
      JsonNode failed = awaited(auditor, "?action=chat.login.failed&subject=" + person.name());
      assertThat(failed.get("actor").asText()).isEqualTo("@nobody");
      assertThat(failed.get("details").get("code").asText()).isEqualTo("bad_credentials");
      assertThat(failed.get("details").get("certificate").asText()).hasSize(64);
    }
    for (String name : List.of(TestBed.name("guess"), TestBed.name("guess"))) {
      AdminCaller.anonymous(bed).as(name, "wrong password").get("/me");
      JsonNode failed = awaited(auditor, "?action=administrator.login.failed&subject=" + name);
      assertThat(failed.get("actor").asText()).isEqualTo("@nobody");
    }
  }

  @Test
  void refusedRegistrationIsOnRecordWithTheNameThatWasWanted(TestBed bed) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person judy = bed.person("judy");
    TestClient other = bed.connect(bed.certified(TestBed.name("eve")));
    assertThat(catchThrowable(() -> other.register(judy.name(), TestBed.PASSWORD))).isNotNull();

    assertThat(
            awaited(auditor, "?action=user.register.failed&subject=" + judy.name())
                .get("outcome")
                .asText())
        .isEqualTo("failure");
  }

  /** What a person with access to the data folder does has the actor {@code @machine}. */
  @Test
  void whatIsDoneOnTheMachineIsOnRecord(TestBed bed) throws Exception {
    AdminCaller made = AdminCaller.enrolled(bed, "auditor");
    String name = json(made.get("/me")).get("name").asText();
    AdminBootstrapRequest again = new AdminBootstrapRequest(name, "auditor");
    again.password("another pass phrase".toCharArray());
    again.replacing();
    AdminCaller.submit(bed, again);
    AdminCaller auditor = made.as(name, "another pass phrase");

    for (String action : List.of("administrator.create", "administrator.replace")) {
      JsonNode line = only(auditor, "?action=" + action + "&subject=" + name);
      assertThat(line.get("actor").asText()).as(action).isEqualTo("@machine");
    }
  }

  @Test
  void everyChangeAndEveryExportOfAnAdministratorIsOnRecord(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    String me = json(root.get("/me")).get("name").asText();
    Person karl = bed.person("karl");
    String room = TestBed.name("on-record");
    String other = TestBed.name("colleague");
    Map<String, HttpResponse<String>> answers = new LinkedHashMap<>();
    answers.put(
        "room.create",
        change(
            root,
            "POST /rooms",
            "{\"name\":\"%s\",\"visibility\":\"private\",\"owner\":\"%s\"}"
                .formatted(room, karl.name())));
    answers.put(
        "room.retention",
        change(root, "PUT /rooms/" + room + "/retention", "{\"days\":90,\"hold\":false}"));
    answers.put("room.archive", change(root, "POST /rooms/" + room + "/archive", null));
    answers.put("room.reopen", change(root, "POST /rooms/" + room + "/unarchive", null));
    answers.put("transcript.range", root.get("/rooms/" + room + "/range"));
    answers.put("transcript.search", root.get("/rooms/" + room + "/messages?q=words"));
    answers.put("user.rooms", root.get("/users/" + karl.name() + "/rooms"));
    answers.put("transcript.export", root.get("/rooms/" + room + "/transcript"));
    answers.put("bundle.export", root.get("/rooms/" + room + "/bundle"));
    answers.put("receipt.query", root.get("/receipts"));
    answers.put("audit.query", root.get("/audit?limit=1"));
    answers.put("audit.read", root.get("/audit/1"));
    answers.put("audit.verify", root.get("/audit/verification"));
    answers.put("audit.export", root.get("/audit/bundle"));
    answers.put("session.end", change(root, "DELETE /sessions?user=" + karl.name(), null));
    String user = "/users/" + karl.name();
    answers.put("user.disable", change(root, "POST " + user + "/disable", null));
    answers.put("user.enable", change(root, "POST " + user + "/enable", null));
    answers.put("user.bot", change(root, "POST " + user + "/mark-bot", null));
    answers.put("user.person", change(root, "POST " + user + "/mark-person", null));
    answers.put("user.password", change(root, "POST " + user + "/reset-password", "{}"));
    answers.put("user.erasure.preview", root.get(user + "/erasure"));
    answers.put("user.erase", change(root, "DELETE " + user, null));
    answers.put(
        "administrator.create",
        change(
            root,
            "POST /administrators",
            "{\"name\":\"%s\",\"role\":\"operator\",\"password\":\"four words and a space\"}"
                .formatted(other)));
    String colleague = "/administrators/" + other;
    answers.put(
        "administrator.role",
        change(root, "POST " + colleague + "/role", "{\"role\":\"auditor\"}"));
    answers.put(
        "administrator.password",
        change(
            root, "POST " + colleague + "/password", "{\"password\":\"five words and a space\"}"));
    answers.put(
        "administrator.certificate",
        change(root, "POST " + colleague + "/certificate", "{\"certificate\":\"named\"}"));
    answers.put("administrator.disable", change(root, "POST " + colleague + "/disable", null));
    answers.put("administrator.enable", change(root, "POST " + colleague + "/enable", null));
    answers.put("administrator.delete", change(root, "DELETE " + colleague, null));

    answers.forEach((action, answer) ->
        assertThat(answer.statusCode()).as(action + answer.body()).isBetween(200, 204));
    for (String action : answers.keySet()) {
      JsonNode lines = json(root.get("/audit?action=" + action + "&actor=" + me)).get("items");
      assertThat(lines).as(action).isNotEmpty();
      assertThat(lines.get(0).get("outcome").asText()).as(action).isEqualTo("success");
      assertThat(lines.get(0).get("method").asText()).as(action).isEqualTo("password");
    }
  }

  @Test
  void nothingThatChangesIsLeftOutOfTheTestAbove() {
    assertThat(Arrays.stream(AuditAction.values()).map(AuditAction::text))
        .as("an action that is new needs a test that provokes it; name it here or there")
        .containsExactlyInAnyOrderElementsOf(provokedBySomeTest());
  }

  private static List<String> provokedBySomeTest() {
    List<String> all = new ArrayList<>();
    // By this class.
    all.addAll(
        List.of(
            "room.create",
            "room.retention",
            "room.archive",
            "room.reopen",
            "transcript.range",
            "transcript.search",
            "user.rooms",
            "transcript.export",
            "bundle.export",
            "receipt.query",
            "audit.query",
            "audit.read",
            "audit.verify",
            "audit.export",
            "session.end",
            "user.disable",
            "user.enable",
            "user.bot",
            "user.person",
            "webhook.create",
            "webhook.revoke",
            "user.password",
            "user.erase",
            "user.erasure.preview",
            "administrator.create",
            "administrator.role",
            "administrator.password",
            "administrator.certificate",
            "administrator.disable",
            "administrator.enable",
            "administrator.delete",
            "administrator.replace",
            "administrator.denied",
            "administrator.login.failed",
            "user.register",
            "user.register.failed",
            "chat.login.failed"));
    // By RoomAdministrationIT.
    all.add("room.owner");
    // By AuditPromisesIT.
    all.addAll(
        List.of(
            "record.begin",
            "server.start",
            "chat.login",
            "chat.certificate.refused",
            "user.create",
            "certificate.revoke",
            "crl.upload",
            "message.fork",
            "receipt.read"));
    // By LifecycleIT, RollbackIT, AdminProgramIT (two), BackupIT.
    all.addAll(
        List.of(
            "server.stop",
            "rollback.accepted",
            // DatabaseIT.
            "server.takeover",
            // LifecycleIT.
            "server.certificate",
            "user.messages.erase",
            "user.messages.erased",
            "database.backup"));
    // By unit tests alone: a message has to be a day old before a rule erases it, and 2,000
    // different people have to fail within a second.
    // By FileScannerTest, since there is no scanner here.
    all.addAll(List.of("room.erase", "audit.dropped", "file.refused"));
    return all;
  }

  private static HttpResponse<String> change(AdminCaller caller, String operation, String body)
      throws Exception {
    String[] words = operation.split(" ", -1);
    return caller.ask(words[0], words[1], body, "*");
  }

  /** A failure is written within about a second, not before it is answered. */
  private static JsonNode awaited(AdminCaller caller, String query) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> json(caller.get("/audit" + query)).get("items"), items -> !items.isEmpty())
        .get(0);
  }

  @Test
  void exportedAuditLogVerifiesOffline(TestBed bed, @TempDir Path folder) throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    assertThat(json(auditor.get("/audit/verification")).get("intact").asBoolean()).isTrue();

    HttpResponse<byte[]> answer = auditor.download("/audit/bundle");

    assertThat(answer.statusCode()).isEqualTo(200);
    Path zip = Files.write(folder.resolve("audit.zip"), answer.body());
    EvidenceVerifier verifier =
        new EvidenceVerifier(
            PemFiles.certificates(bed.pki().root().resolve("ca.pem")), RevocationPolicy.REFUSE);
    assertThat(verifier.verify(zip).failures()).isEmpty();
    assertThat(
            Administration.run(
                    "verify", zip.toString(), "--ca", bed.pki().root().resolve("ca.pem").toString())
                .code())
        .isZero();
    assertThat(AuditPayload.parse(read(zip, "messages/1.json")).action()).contains(".");

    // No member of a room can put their name under it.
    Person alice = bed.person("alice");
    byte[] statement =
        Countersignature.of(
                read(zip, "receipt.json"),
                alice.name(),
                alice.client().certificateSha256(),
                Instant.now())
            .encode();
    assertThat(
            Refusals.of(() ->
                TestClient.await(
                    alice
                        .client()
                        .ask(
                            id -> new Request.Countersign(id, statement, new byte[64]),
                            Answer.Empty.class))))
        .isEqualTo("bad_request");
    assertThat(auditor.download("/audit/bundle?from=2&to=1").statusCode()).isEqualTo(400);
    assertThat(auditor.download("/audit/bundle?from=999999999").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {AuditPayload.ROOM, "00000000-0000-8000-8000-006175646974"})
  void chatRequestsCannotReachTheAuditLog(String name, TestBed bed) {
    Person alice = bed.person("alice");
    TestClient client = alice.client();
    List<String> refusals =
        List.of(
            Refusals.of(() -> client.history(name, 0)),
            Refusals.of(() -> client.join(name)),
            Refusals.of(() -> client.receipt(name)),
            Refusals.of(() ->
                TestClient.await(
                    client.ask(id -> new Request.Who(id, name), Answer.WhoAnswer.class))),
            Refusals.of(() ->
                TestClient.await(
                    client.ask(id -> new Request.Leave(id, name), Answer.Empty.class))));

    assertThat(refusals).containsAnyOf("bad_request", "no_such_room");
    assertThat(refusals).isSubsetOf("bad_request", "no_such_room");
  }

  /** The id is a possible name; a room that has it is another transcript. */
  @Test
  void roomWithTheNameOfTheAuditLogIsADifferentRoom(TestBed bed) {
    Person alice = bed.person("alice");
    String name = AuditPayload.ROOM_ID.toString();
    assertThat(catchThrowable(() -> alice.client().create(AuditPayload.ROOM, Visibility.PUBLIC)))
        .isNotNull();

    alice.client().create(name, Visibility.PRIVATE);

    assertThat(alice.client().history(name, 0)).hasSize(1);
    assertThat(
            new String(
                alice.client().history(name, 0).get(0).message().orElseThrow().payload(),
                StandardCharsets.UTF_8))
        .contains("securechat/event/1");
  }

  private static JsonNode only(AdminCaller caller, String query) throws Exception {
    JsonNode items = json(caller.get("/audit" + query)).get("items");
    assertThat(items).as(query).hasSize(1);
    return items.get(0);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private static byte[] read(Path zip, String name) throws Exception {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return file.getInputStream(file.getEntry(name)).readAllBytes();
    }
  }
}
