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
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.evidence.AuditPayload;
import org.securechat.protocol.evidence.EvidenceVerifier;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.json.Json;

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
                                + "&source=127.0.0.1&from="
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
    assertThat(auditor.get("/audit?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(auditor.get("/audit?after=MA").statusCode()).isEqualTo(400);
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
    String receipt = Digests.sha256Hex(read(zip, "receipt.json"));
    Person alice = bed.person("alice");
    assertThat(
            Refusals.of(() ->
                TestClient.await(
                    alice
                        .client()
                        .ask(
                            id -> new Request.Countersign(id, receipt, new byte[64]),
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
