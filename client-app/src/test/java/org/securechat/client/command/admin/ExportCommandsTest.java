package org.securechat.client.command.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.securechat.client.command.CommandRun;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.json.Json;

/** Exports of rooms and of a person's messages, as they are asked for and written. */
class ExportCommandsTest extends AgainstScriptedAdministration {
  private static final String ID = "5f70bf18-a086-4007-8e94-82bcd3d8a9d0";

  @TempDir Path folder;

  private static String range(String room, String bundles) {
    return """
    {"room":"%s","room_id":"%s","first":3,"last":12,"lines":10,"first_at":"2026-11-01T08:00:00.000Z",\
    "last_at":"2026-11-02T08:00:00.000Z","bundles":[%s],"member":true}\
    """
        .formatted(room, ID, bundles);
  }

  private static final String WHOLE = "{\"first\":3,\"last\":12,\"user_lines\":\"3,5-9\"}";
  private static final String HALVES = "{\"first\":3,\"last\":9},{\"first\":10,\"last\":12}";
  private static final String ME = "{\"name\":\"ines\"}";

  private Path out() {
    return folder.resolve("out");
  }

  private JsonNode index() throws Exception {
    return Json.MAPPER.readTree(out().resolve("index.json").toFile());
  }

  @Test
  void severalRoomsAreOneFolderWithAnIndex() throws Exception {
    server
        .then(200, range("lobby", WHOLE))
        .then(200, range("dm:a@x.org:b", HALVES))
        .then(200, "one")
        .then(200, "two")
        .then(200, "three")
        .then(200, ME);

    CommandRun run =
        admin(
            "rooms",
            "bundle",
            "lobby",
            "dm:a@x.org:b",
            "lobby",
            "--since",
            "2026-11-01",
            "--until",
            "2026-11-02",
            "--zone",
            "Europe/Berlin",
            "-o",
            out());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "from 2026-11-01T00:00:00+01:00 = 2026-10-31T23:00:00Z",
            "to before 2026-11-03T00:00:00+01:00 = 2026-11-02T23:00:00Z (zone Europe/Berlin)")
        .contains("[1/3] lobby-03-12.zip, lines 3 to 12, 3 bytes", "[3/3] ")
        .contains("2 rooms, 3 bundles", "securechat verify");
    String time = "since=2026-10-31T23%3A00%3A00Z&until=2026-11-02T23%3A00%3A00Z";
    assertThat(server.asked())
        .containsExactly(
            "GET /api/v1/rooms/lobby/range?" + time,
            "GET /api/v1/rooms/dm%3Aa%40x.org%3Ab/range?" + time,
            "GET /api/v1/rooms/lobby/bundle?from=3&to=12",
            "GET /api/v1/rooms/dm%3Aa%40x.org%3Ab/bundle?from=3&to=9",
            "GET /api/v1/rooms/dm%3Aa%40x.org%3Ab/bundle?from=10&to=12",
            "GET /api/v1/me");
    try (var files = Files.list(out())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "index.json",
              "index.html",
              "index.txt",
              "lobby-03-12.zip",
              "dm_a@x.org_b+5f70bf18-03-09.zip",
              "dm_a@x.org_b+5f70bf18-10-12.zip");
    }
    JsonNode index = index();
    assertThat(index.get("made_by").asText()).isEqualTo("ines");
    assertThat(index.get("since").asText()).isEqualTo("2026-10-31T23:00:00Z");
    assertThat(index.at("/rooms/1/bundles/1/sha256").asText())
        .isEqualTo(Digests.sha256Hex("three".getBytes(StandardCharsets.UTF_8)));
    assertThat(Files.readString(out().resolve("index.txt")))
        .contains("in several bundles, which continue each other", "proves nothing");
    assertThat(Files.readString(out().resolve("index.html")))
        .contains("href=\"./lobby-03-12.zip\"", "default-src 'none'")
        .doesNotContain("<script");
  }

  @Test
  void aPersonsRoomsNameTheirLines() throws Exception {
    server
        .then(200, "{\"items\":[],\"next\":\"YQ\"}")
        .then(200, "{\"items\":[" + range("lobby", WHOLE) + "]}")
        .then(200, "one")
        .then(200, ME);

    CommandRun run =
        admin("users", "bundle", "alice", "--until", "2026-11-02T00:00:00Z", "-o", out());

    assertThat(run.code()).isZero();
    assertThat(server.asked())
        .startsWith(
            "GET /api/v1/users/alice/rooms?until=2026-11-02T00%3A00%3A00Z&limit=1000",
            "GET /api/v1/users/alice/rooms?until=2026-11-02T00%3A00%3A00Z&limit=1000&after=YQ");
    assertThat(index().get("user").asText()).isEqualTo("alice");
    assertThat(index().at("/rooms/0/bundles/0/user_lines").asText()).isEqualTo("3,5-9");
    assertThat(Files.readString(out().resolve("index.txt"))).contains("lines of alice: 3,5-9");
  }

  @Test
  void aPersonWithoutRoomsIsAnError() {
    server.then(200, "{\"items\":[]}");
    CommandRun run = admin("users", "bundle", "alice", "-o", out());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("alice took part in no room");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aRoomThatFailsIsNamedAndTheOthersAreKept() throws Exception {
    server
        .then(200, range("lobby", WHOLE))
        .then(404, problem("not_found", "there is no room of that name"))
        .then(200, range("quiet", "").replace("\"last\":12", "\"last\":2"))
        .then(200, "one")
        .then(200, ME);

    CommandRun run = admin("rooms", "bundle", "lobby", "nowhere", "quiet", "-o", out(), "--json");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("{\"room\":\"nowhere\",\"fault\":\"", "\"failed\":2")
        .contains("{\"room\":\"quiet\",\"fault\":\"it has no line in that time\"}");
    assertThat(index().get("failed")).hasSize(2);
    assertThat(index().get("rooms")).hasSize(1);
  }

  @Test
  void allRoomsAreThoseThatHaveALine() throws Exception {
    server
        .then(200, "{\"items\":[{\"name\":\"lobby\"},{\"name\":\"quiet\"}]}")
        .then(200, range("lobby", WHOLE))
        .then(200, range("quiet", "").replace("\"last\":12", "\"last\":2"))
        .then(200, "one")
        .then(200, ME);

    assertThat(admin("rooms", "bundle", "--all", "-o", out()).code()).isZero();

    assertThat(index().get("without_lines").get(0).asText()).isEqualTo("quiet");
  }

  @Test
  void anInterruptedExportGoesOnAndAnotherOneDoesNotUseIt() throws Exception {
    server
        .then(200, range("lobby", HALVES))
        .then(200, "one")
        .then(200, "two")
        .then(500, problem("internal", "broken"));
    assertThat(admin("rooms", "bundle", "lobby", "-o", out()).code()).isEqualTo(1);
    assertThat(out()).doesNotExist();
    assertThat(folder.resolve("out.part")).isDirectory();

    server.then(200, range("board", WHOLE));
    CommandRun other = admin("rooms", "bundle", "board", "-o", out());
    assertThat(other.err()).contains("out.part is left over from another export");
    assertThat(other.code()).isEqualTo(1);

    int before = server.asked().size();
    server.then(200, range("lobby", HALVES)).then(200, ME);
    CommandRun again = admin("rooms", "bundle", "lobby", "-o", out());
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("[2/2] lobby-10-12.zip", "fetched before");
    assertThat(server.asked().subList(before, server.asked().size()))
        .containsExactly("GET /api/v1/rooms/lobby/range", "GET /api/v1/me");
    assertThat(folder.resolve("out.part")).doesNotExist();
    assertThat(Files.exists(out().resolve("question.txt"))).isFalse();
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    Files.createDirectory(out());
    server.then(200, range("lobby", WHOLE));
    CommandRun run = admin("rooms", "bundle", "lobby", "-o", out());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is there already");
    assertThat(out()).isEmptyDirectory();
  }

  @Test
  void oneRoomIsAZipThatIsWholeOrNotThere() throws Exception {
    Path zip = folder.resolve("lobby.zip");
    server.then(200, range("lobby", WHOLE)).then(200, "one");
    CommandRun run = admin("rooms", "bundle", "lobby", "--from", "3", "--out", zip);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("lobby: lines 3 to 12, received from 2026-11-01T08:00:00.000Z");
    assertThat(zip).hasContent("one");
    assertThat(folder.resolve("lobby.zip.part")).doesNotExist();

    Path two = folder.resolve("two.zip");
    server.then(200, range("lobby", HALVES));
    run = admin("rooms", "bundle", "lobby", "--out", two);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("need 2 bundles; the first ends at line 9", "a folder");

    server.then(200, range("lobby", "").replace("\"last\":12", "\"last\":2"));
    run = admin("rooms", "bundle", "lobby", "--since", "2026-11-01", "--out", two);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("lobby has no line from 2026-11-01T00:00:00");
    assertThat(two).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rooms bundle -o x",
        "rooms bundle lobby --all -o x",
        "rooms bundle lobby board -o x.zip",
        "rooms bundle --all -o x.zip",
        "rooms bundle lobby board --from 1 -o x",
        "rooms bundle lobby --from 1 --since 2026-11-01 -o x.zip",
        "rooms bundle lobby --since 2026-02-30 -o x.zip",
        "rooms bundle lobby --since 2026-11-02 --until 2026-11-01 -o x.zip",
        "rooms bundle lobby --since 2026-11-01 --zone Nowhere -o x.zip",
        "rooms bundle lobby",
        "rooms transcript lobby --from 1 --until 2026-11-01 --out x",
        "users bundle alice -o x.zip",
        "users bundle alice --since tomorrow -o x",
        "audit query --since 2026-02-30",
        "audit export --from 1 --since 2026-11-01 --out x.zip"
      })
  void wrongUsageIsExitCodeTwoAndAsksNothing(String words) {
    assertThat(admin((Object[]) words.split(" ", -1)).code()).isEqualTo(2);
    assertThat(server.asked()).isEmpty();
  }

  private static String problem(String code, String detail) {
    return "{\"type\":\"urn:securechat:problem:%s\",\"title\":\"title\",\"detail\":\"%s\"}"
        .formatted(code, detail);
  }
}
