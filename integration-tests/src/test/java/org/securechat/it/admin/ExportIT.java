package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.Administration.Run;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;

/** Exports by time, of several rooms and of a person, by an auditor of the real server. */
@BlackBox
class ExportIT {
  @TempDir private Path folder;
  private TestBed bed;
  private Administration auditor;
  private Person alice;
  private Person bob;
  private String first;
  private String second;
  private List<Instant> times;

  @BeforeEach
  void twoRooms(TestBed shared) throws Exception {
    bed = shared;
    auditor = Administration.enrolled(bed, folder, "auditor");
    alice = bed.person("alice");
    bob = bed.person("bob");
    first = TestBed.name("a-board");
    second = TestBed.name("b-lobby");
    alice.client().create(first, Visibility.PUBLIC);
    bob.client().create(second, Visibility.PUBLIC);
    for (int i = 2; i <= 4; i++) {
      TestClient.await(alice.client().say(first, "line " + i));
    }
    alice.client().join(second);
    TestClient.await(alice.client().ask(id -> new Request.Leave(id, second), Answer.Empty.class));
    TestClient.await(bob.client().say(second, "alice is gone"));
    times = times(first);
  }

  private List<Instant> times(String room) throws Exception {
    Path lines = folder.resolve(room + ".txt");
    auditor.does("rooms", "transcript", room, "--out", lines.toString());
    return Files.readAllLines(lines).stream()
        .map(line -> Instant.parse(line.split("\\|", -1)[1]))
        .toList();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  private Run verify(String path) {
    return Administration.run(
        "verify", path, "--ca", bed.pki().root().resolve("ca.pem").toString());
  }

  @Test
  void roomOfATimeSaysItsInstantsAndItsPositions() {
    Instant since = times.get(2);
    int from = times.indexOf(since) + 1;

    Run run =
        auditor.does(
            "rooms",
            "bundle",
            first,
            "--since",
            since.toString(),
            "--zone",
            "Europe/Berlin",
            "--out",
            out("some.zip"));

    assertThat(run.out())
        .contains(" = " + since, "to the end (zone Europe/Berlin)")
        .contains(first + ": lines " + from + " to 4, received from " + since);
    assertThat(verify(out("some.zip")).out()).contains("VERIFIED", "lines " + from + " to 4");
    JsonNode json =
        auditor
            .does(
                "rooms",
                "bundle",
                first,
                "--until",
                times.get(3).plusMillis(1).toString(),
                "--out",
                out("all.zip"),
                "--json")
            .objects()
            .get(0);
    assertThat(json.get("first").asLong()).isEqualTo(1);
    assertThat(json.get("last").asLong()).isEqualTo(4);
  }

  @Test
  void timeWithoutLinesIsAnErrorAndWrongTimesAreWrongUsage() {
    Run empty =
        auditor.tries("rooms", "bundle", first, "--until", "2001-02-03", "--out", out("no.zip"));
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.err()).contains(first + " has no line");
    for (String[] wrong :
        new String[][] {
          {"--since", "2026-02-30"},
          {"--since", "2026-11-02", "--until", "2026-11-01"},
          {"--since", "2026-11-01", "--zone", "Nowhere"},
          {"--since", "2026-11-01", "--from", "1"},
        }) {
      List<String> words = new ArrayList<>(List.of("rooms", "bundle", first));
      words.addAll(List.of(wrong));
      words.addAll(List.of("--out", out("no.zip")));
      assertThat(auditor.tries(words.toArray(String[]::new)).code()).isEqualTo(2);
    }
    assertThat(folder.resolve("no.zip")).doesNotExist();
    assertThat(auditor.tries("rooms", "bundle", "--out", out("no.zip")).code()).isEqualTo(2);
  }

  @Test
  void severalRoomsAreAFolderThatVerifiesAndNothingInItCanBeExchanged() throws Exception {
    String day = times.get(0).toString().substring(0, 10);
    auditor.does(
        "rooms", "bundle", first, second, "--since", day, "--zone", "UTC", "--out", out("both"));

    Run verified = verify(out("both"));
    assertThat(verified.out())
        .contains("room " + first, "room " + second, "VERIFIED: 2 of 2 bundles verify");
    assertThat(verified.code()).isZero();
    assertThat(Files.readString(folder.resolve("both/index.txt"))).contains(first, second);
    assertThat(folder.resolve("both.part")).doesNotExist();

    Path one = folder.resolve("both/" + second + "-1-4.zip");
    byte[] bytes = Files.readAllBytes(one);
    bytes[bytes.length / 3] ^= 1;
    Files.write(one, bytes);
    assertThat(verify(out("both")).code()).isEqualTo(1);
    Files.delete(one);
    Run missing = verify(out("both"));
    assertThat(missing.out()).contains("the file is missing", "FAILED: 1 of 2");
    assertThat(missing.code()).isEqualTo(1);
  }

  @Test
  void roomThatCannotBeExportedIsNamedAndTheOthersAreThere() {
    Run run = auditor.tries("rooms", "bundle", first, "no-such-room", "--out", out("part"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("NOT EXPORTED no-such-room", "1 rooms are MISSING");
    Run verified = verify(out("part"));
    assertThat(verified.out()).contains("room no-such-room is not in this export");
    assertThat(verified.code()).isZero();
  }

  @Test
  void roomsOfAUserAreThoseInWhichTheySpokeOrWereAMember() throws Exception {
    auditor.does("users", "bundle", alice.name(), "--out", out("alice"));

    JsonNode index = Json.MAPPER.readTree(folder.resolve("alice/index.json").toFile());
    assertThat(index.get("user").asText()).isEqualTo(alice.name());
    assertThat(index.get("rooms"))
        .extracting(room -> room.get("room").asText())
        .containsExactly(first, second);
    assertThat(index.at("/rooms/0/bundles/0/user_lines").asText()).isEqualTo("2-4");
    assertThat(index.at("/rooms/1/bundles/0/user_lines").asText()).isEmpty();
    assertThat(verify(out("alice")).code()).isZero();
    assertThat(auditor.tries("users", "bundle", "no-such-user", "--out", out("none")).err())
        .contains("no user of that name");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void auditLogOfATimeIsExportedInTheSameWords() {
    Run run =
        auditor.does(
            "audit",
            "export",
            "--since",
            times.get(0).toString(),
            "--zone",
            "UTC",
            "--out",
            out("audit.zip"));
    assertThat(run.out()).contains("to the end (zone UTC)", "the audit log: lines ");
    assertThat(verify(out("audit.zip")).code()).isZero();
    assertThat(
            auditor.tries("audit", "export", "--until", "2001-01-01", "--out", out("x.zip")).err())
        .contains("the audit log has no line");
    assertThat(auditor.tries("audit", "query", "--since", "2026-02-30").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bundle?sinc=2026-11-01",
        "/bundle?since=2026-02-30",
        "/bundle?since=2026-11-02&until=2026-11-01",
        "/bundle?since=2026-11-01&since=2026-11-02",
        "/bundle?since=2026-11-01&from=1",
        "/bundle;since=2026-11-01",
        "/range?Until=2026-11-01",
        "/transcript?until=now"
      })
  void questionThatIsNotUnderstoodIsNotAnswered(String question) throws Exception {
    AdminCaller caller = AdminCaller.enrolled(bed, "auditor");
    var answer = caller.get("/rooms/" + first + question);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("urn:securechat:problem:invalid").containsIgnoringCase("s");
  }

  @Test
  void rangeWithoutLinesIsSaidAndItsBundleIsNotFound() throws Exception {
    AdminCaller caller = AdminCaller.enrolled(bed, "auditor");
    JsonNode range =
        Json.MAPPER.readTree(caller.get("/rooms/" + first + "/range?until=2001-01-01").body());
    assertThat(range.get("lines").asLong()).isZero();
    assertThat(range.get("bundles")).isEmpty();
    assertThat(caller.get("/rooms/" + first + "/bundle?until=2001-01-01").statusCode())
        .isEqualTo(404);
    JsonNode all =
        Json.MAPPER.readTree(caller.get("/rooms/" + first + "/range?user=" + alice.name()).body());
    assertThat(all.get("lines").asLong()).isEqualTo(4);
    assertThat(all.get("member").asBoolean()).isTrue();
    assertThat(Instant.parse(all.get("first_at").asText())).isEqualTo(times.get(0));
  }
}
