package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.secondlanguage.Python;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Folders;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.evidence.verify.EvidenceVerifier;
import org.securechat.protocol.evidence.verify.VerificationReport;
import org.securechat.protocol.identity.PemFiles;
import org.securechat.protocol.identity.RevocationPolicy;
import org.securechat.protocol.json.Json;

/** Rooms, exports and receipts over the administration interface of a real server. */
@BlackBox
class RoomAdministrationIT {

  @Test
  void roomIsCreatedArchivedAndReopenedAndItsOwnerSeesIt(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    Person alice = bed.person("alice");
    String name = TestBed.name("made");

    HttpResponse<String> made =
        root.ask(
            "POST",
            "/rooms",
            "{\"name\":\"%s\",\"visibility\":\"private\",\"owner\":\"%s\"}"
                .formatted(name, alice.name()),
            null);

    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location").orElseThrow())
        .endsWith("/api/v1/rooms/" + name);
    await()
        .ignoreException(IllegalArgumentException.class)
        .untilAsserted(() -> assertThat(alice.client().room(name).entries()).hasSize(1));
    TestClient.await(alice.client().say(name, "before"));
    assertThat(members(root, name)).containsExactly(alice.name());
    assertThat(root.ask("POST", "/rooms/" + name + "/archive", null, null).statusCode())
        .isEqualTo(428);
    assertThat(root.ask("POST", "/rooms/" + name + "/archive", null, "\"77\"").statusCode())
        .isEqualTo(412);

    HttpResponse<String> archived =
        root.ask(
            "POST",
            "/rooms/" + name + "/archive",
            null,
            made.headers().firstValue("ETag").orElseThrow());

    assertThat(archived.statusCode()).as(archived.body()).isEqualTo(200);
    assertThat(json(archived).get("archived").asBoolean()).isTrue();
    await().untilAsserted(() -> assertThat(alice.client().room(name).position()).isEqualTo(3));
    assertThat(Refusals.of(() -> TestClient.await(alice.client().say(name, "too late"))))
        .isEqualTo("forbidden");
    TestClient phone = bed.login(alice);
    assertThat(Refusals.of(() -> TestClient.await(phone.say(name, "too late"))))
        .isEqualTo("forbidden");
    assertThat(alice.client().history(name, 0)).hasSize(3);
    assertThat(json(root.get("/rooms?archived=true&q=" + name)).get("items")).hasSize(1);

    HttpResponse<String> open =
        root.ask(
            "POST",
            "/rooms/" + name + "/unarchive",
            null,
            archived.headers().firstValue("ETag").orElseThrow());

    assertThat(open.statusCode()).as(open.body()).isEqualTo(200);
    TestClient.await(alice.client().say(name, "after"));
    assertThat(alice.client().room(name).fault()).isEmpty();
  }

  @Test
  void aRoomThatHasLostItsOwnerGetsAnother(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("left");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
    String wanted = "{\"user\":\"" + bob.name() + "\"}";
    String place = "/rooms/" + room + "/owner";
    assertThat(root.ask("PUT", place, wanted, null).statusCode()).as("it has one").isEqualTo(409);
    TestClient.await(
        alice.client().ask(id -> new Request.Leave(id, room), Answer.RoomAnswer.class));

    HttpResponse<String> given = root.ask("PUT", place, wanted, null);

    assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
    JsonNode members = json(root.get("/rooms/" + room + "/members")).get("items");
    assertThat(members.findValuesAsText("role")).containsExactly("owner");
    assertThat(json(root.get("/rooms/" + room)).get("terms").get("writers").asText())
        .isEqualTo("members");
    assertThat(bob.client().history(room, 0)).hasSize(4);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return Json.MAPPER.readTree(answer.body());
  }

  private static List<String> members(AdminCaller administrator, String room) throws Exception {
    return json(administrator.get("/rooms/" + room + "/members")).findValuesAsText("username");
  }

  @Test
  void exportVerifiesByTheClientAndByItsOwnScript(TestBed bed, @TempDir Path folder)
      throws Exception {
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person alice = bed.person("alice");
    Person bob = bed.person("bob");
    String room = TestBed.name("exported");
    RoomInfo info = alice.client().create(room, Visibility.PRIVATE);
    TestClient.await(alice.client().say(room, "for the record"));
    TestClient.await(alice.client().say(room, "and once more"));
    ServerMessage.ReceiptMessage receipt = alice.client().receipt(room);
    TestClient.await(bob.client().tell(alice.name(), "between us"));

    HttpResponse<String> lines = auditor.get("/rooms/" + room + "/transcript");
    assertThat(lines.statusCode()).as(lines.body()).isEqualTo(200);
    assertThat(lines.headers().firstValue("Content-Disposition").orElseThrow())
        .contains(room + "-1-3.txt");
    RoomView whole = RoomView.fromTheStart(info.id());
    alice.client().history(room, 0).forEach(whole::add);
    assertThat(lines.body().lines())
        .containsExactlyElementsOf(whole.entries().stream().map(Entry::line).toList());
    assertThat(auditor.get("/rooms/" + room + "/transcript?from=2&to=2").body().lines()).hasSize(1);
    assertThat(auditor.get("/rooms/" + room + "/transcript?from=9").statusCode()).isEqualTo(400);

    Path zip = folder.resolve("bundle.zip");
    Files.write(zip, bundle(auditor, room).body());
    VerificationReport report = verifier(bed).verify(zip);
    assertThat(report.failures()).isEmpty();
    Path unpacked = Folders.unzip(zip, folder.resolve("bundle"));
    Process script =
        new ProcessBuilder("sh", "verify.sh", bed.pki().root().resolve("ca.pem").toString())
            .directory(unpacked.toFile())
            .redirectErrorStream(true)
            .start();
    script.getOutputStream().close();
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).as(said).isZero();
    assertThat(Files.readString(unpacked.resolve("report.html")))
        .contains("VERIFIED", "This page proves nothing.", "for the record", "and once more");
    // PROTOCOL.md §11: no verifier looks into it.
    Files.writeString(unpacked.resolve("report.html"), "<h1>anything</h1>");
    assertThat(verifier(bed).verify(unpacked).failures()).isEmpty();
    Optional<Python> python = Python.installed();
    if (python.isPresent()) {
      Python.Run third =
          python
              .get()
              .script(
                  "securechat_evidence.py",
                  unpacked.toString(),
                  unpacked.resolve("authority.der").toString());
      assertThat(third.exit()).as(third.output()).isZero();
    }
    Receipt exported = Receipt.parse(Files.readAllBytes(unpacked.resolve("receipt.json")));
    assertThat(exported.user()).isEqualTo("@server");
    assertThat(exported.chain()).isEqualTo(whole.chain());

    String direct = "dm:" + alice.name() + ":" + bob.name();
    Files.write(zip, bundle(auditor, direct).body());
    assertThat(verifier(bed).verify(zip).failures()).isEmpty();

    JsonNode issued = json(auditor.get("/receipts?room=" + room + "&user=" + alice.name()));
    assertThat(issued.get("items")).hasSize(1);
    String sha256 = issued.get("items").get(0).get("sha256").asText();
    byte[] json = auditor.download("/receipts/" + sha256 + "/receipt.json").body();
    byte[] signature = auditor.download("/receipts/" + sha256 + "/receipt.sig").body();
    assertThat(json).isEqualTo(receipt.receipt());
    ReceiptSigning.verify(
        json,
        signature,
        PemFiles.certificates(bed.pki().root().resolve("issued/receipt.pem")),
        bed.rules());
    assertThat(auditor.get("/receipts/" + "0".repeat(64)).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<byte[]> bundle(AdminCaller auditor, String room) throws Exception {
    HttpResponse<byte[]> bundle = auditor.download("/rooms/" + room + "/bundle");
    assertThat(bundle.statusCode())
        .as(new String(bundle.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    assertThat(bundle.headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/zip");
    return bundle;
  }

  private static EvidenceVerifier verifier(TestBed bed) throws IOException {
    return new EvidenceVerifier(
        PemFiles.certificates(bed.pki().root().resolve("ca.pem")), RevocationPolicy.REFUSE);
  }

  @Test
  void onlyAdministratorsSetRetentionAndLegalHold(TestBed bed) throws Exception {
    AdminCaller root = AdminCaller.enrolled(bed, "administrator");
    AdminCaller auditor = AdminCaller.enrolled(bed, "auditor");
    Person alice = bed.person("alice");
    String room = TestBed.name("kept");
    alice.client().create(room, Visibility.PUBLIC);
    String path = "/rooms/" + room;
    String tag = auditor.get(path).headers().firstValue("ETag").orElseThrow();

    String held = "{\"days\":30,\"hold\":true,\"hold_reason\":\"case 7\"}";
    assertThat(auditor.ask("PUT", path + "/retention", held, tag).statusCode()).isEqualTo(403);
    List<String> faulty =
        List.of(
            "{\"days\":-1,\"hold\":false}",
            "{\"days\":36501,\"hold\":false}",
            "{\"days\":3}",
            "{\"hold\":true}",
            "{\"hold\":false,\"hold_reason\":\"x\"}",
            "{\"days\":\"many\",\"hold\":false}",
            "{\"day\":3,\"hold\":false}");
    for (String body : faulty) {
      assertThat(root.ask("PUT", path + "/retention", body, tag).statusCode())
          .as(body)
          .isEqualTo(400);
    }
    assertThat(root.ask("PUT", path + "/retention", held, null).statusCode()).isEqualTo(428);

    HttpResponse<String> set = root.ask("PUT", path + "/retention", held, tag);

    assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
    JsonNode retention = json(set).get("retention");
    assertThat(retention.get("days").asInt()).isEqualTo(30);
    assertThat(retention.get("hold").asBoolean()).isTrue();
    assertThat(retention.get("hold_by").asText())
        .isEqualTo(json(root.get("/me")).get("name").asText());
    assertThat(root.ask("PUT", path + "/retention", held, tag).statusCode()).isEqualTo(412);
    assertThat(json(auditor.get(path))).isEqualTo(json(set));
  }

  @Test
  void receiptsOverWholeRoomsAreRateLimited(TestBed bed) {
    Person alice = bed.person("alice");
    String room = TestBed.name("receipts");
    alice.client().create(room, Visibility.PUBLIC);
    for (int i = 0; i < 6; i++) {
      alice.client().receipt(room);
    }

    assertThat(Refusals.of(() -> alice.client().receipt(room))).isEqualTo("rate_limited");

    TestClient.await(alice.client().say(room, "everything else goes on"));
    assertThat(alice.client().bye().closed()).isTrue();
  }
}
