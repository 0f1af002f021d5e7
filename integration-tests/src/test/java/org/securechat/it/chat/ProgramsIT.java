package org.securechat.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;

/** Bots and webhooks, with the real client and server and a program of another language. */
@BlackBox
class ProgramsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path EXAMPLE =
      Path.of("../client-app/src/main/examples/dice.py").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private TestBed bed;
  private Administration root;
  private Person alice;
  private String room;

  @BeforeEach
  void begin(TestBed shared) {
    bed = shared;
    root = Administration.enrolled(bed, folder, "administrator");
    alice = bed.person("alice");
    room = TestBed.name("programs");
    alice.client().create(room, Visibility.PUBLIC);
  }

  private void says(String text) {
    TestClient.await(alice.client().say(room, text));
  }

  private List<String> heard() {
    return alice.client().room(room).texts();
  }

  private List<JsonNode> verified() throws Exception {
    Path bundle = folder.resolve("bundle.zip");
    root.does("rooms", "bundle", room, "--out", bundle.toString());
    Administration.Run run =
        Administration.run(
            "verify",
            bundle.toString(),
            "--ca",
            bed.pki().root().resolve("ca.pem").toString(),
            "--read",
            "--json");
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode object = Json.MAPPER.readTree(line);
      if (object.path("type").asText().equals("line")) {
        lines.add(object);
      }
    }
    return lines;
  }

  private static boolean hasPython() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(one -> Files.isExecutable(Path.of(one, "python3")));
  }

  private RunningProcess bot(String name) {
    Map<String, String> environment =
        ClientProcess.environment(bed, name, TestBed.PASSWORD, folder.resolve("home"));
    return ClientProcess.start(
        folder,
        environment,
        "bot",
        "--room",
        room,
        "--positions",
        folder.toString(),
        "--command",
        "python3",
        EXAMPLE.toString());
  }

  @Test
  void aBotAnswersOnceAlsoAfterAKillAndItsLinesSayThatItIsOne() throws Exception {
    assumeTrue(hasPython(), "Python is not installed");
    Person dice = bed.person("dice");
    dice.client().join(room);

    root.does("users", "mark-bot", dice.name());
    await().atMost(LIMIT).until(dice.client()::isOver);
    assertThat(root.tries("users", "mark-bot", dice.name()).err()).contains("it is a bot already");
    TestClient asPerson = bed.login(dice);
    assertThat(Refusals.of(() -> TestClient.await(asPerson.say(room, "I am a person"))))
        .isEqualTo("bad_request");
    asPerson.close();

    try (RunningProcess bot = bot(dice.name())) {
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve(room + ".at")));
      says("!roll 2d6");
      await().atMost(LIMIT).untilAsserted(() -> assertThat(heard()).hasSize(2));
      assertThat(bot.isAlive()).isTrue();
    }
    says("!roll 3d6");
    says("not for it");
    try (RunningProcess _ = bot(dice.name())) {
      await().atMost(LIMIT).untilAsserted(() -> assertThat(heard()).hasSize(5));
      says("!roll");
      await().atMost(LIMIT).untilAsserted(() -> assertThat(heard()).hasSize(7));
    }
    List<JsonNode> lines = verified();
    assertThat(lines.stream().filter(line -> line.path("bot").asBoolean()))
        .hasSize(3)
        .allMatch(line -> line.path("sender").asText().equals(dice.name()));
    assertThat(lines.stream().filter(line -> line.path("sender").asText().equals(alice.name())))
        .noneMatch(line -> line.has("bot"));
    assertThat(root.does("users", "show", dice.name()).out()).contains("bot");
  }

  @Test
  void whatComesByAWebhookIsALineOfTheServersUntilItIsRevoked() throws Exception {
    JsonNode made =
        root.does("rooms", "add-webhook", room, "build", "--a-minute", "100", "--json")
            .objects()
            .getFirst();
    String path = made.get("path").asText();
    String token = path.substring("/hooks/".length());

    assertThat(post(path, "application/json", "{\"text\":\"red\",\"more\":1}").statusCode())
        .isEqualTo(200);
    HttpResponse<String> second = post(path, "text/plain; charset=utf-8", "grün\nund blau");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(Json.MAPPER.readTree(second.body()).get("position").asLong()).isEqualTo(3);
    await().atMost(LIMIT).until(() -> alice.client().room(room).position() == 3);

    List<HttpResponse<String>> refused = new ArrayList<>();
    for (Answer each :
        List.of(
            new Answer(400, "application/json", "{\"text\":7}"),
            new Answer(400, "application/json", "text"),
            new Answer(400, "text/plain", ""),
            new Answer(400, "text/plain", "x".repeat(8_193)),
            new Answer(413, "text/plain", "x".repeat(70_000)),
            new Answer(415, "application/xml", "<text/>"))) {
      HttpResponse<String> answer = post(path, each.type(), each.body());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(each.status());
      refused.add(answer);
    }
    refused.add(post("/hooks/" + "A".repeat(43), "text/plain", "x"));
    refused.add(post("/hooks/", "text/plain", "x"));
    assertThat(refused.getLast().statusCode()).isEqualTo(404);
    assertThat(refused).noneMatch(answer -> answer.body().contains(token));
    HttpResponse<String> read =
        bed.http().send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    assertThat(read.statusCode()).isEqualTo(405);

    Administration.Run list = root.does("rooms", "webhooks", room, "--json");
    assertThat(list.out()).contains("\"name\":\"build\"").doesNotContain(token);
    root.does("rooms", "archive", room);
    assertThat(post(path, "text/plain", "x").statusCode()).isEqualTo(409);
    root.does("rooms", "unarchive", room);
    root.does("rooms", "revoke-webhook", room, made.get("webhook").get("id").asText());
    assertThat(post(path, "text/plain", "x").statusCode()).isEqualTo(404);

    for (String action : List.of("webhook.create", "webhook.revoke")) {
      assertThat(root.does("audit", "query", "--action", action, "--json").out())
          .contains(room)
          .doesNotContain(token);
    }
    assertThat(bed.server().process().out().text() + bed.server().process().err().text())
        .doesNotContain(token);
    assertThat(verified().stream().map(line -> line.path("words").asText()))
        .contains("webhook “build”: red", "webhook “build”: grün\nund blau");
  }

  private record Answer(int status, String type, String body) {}

  private URI address(String path) {
    return bed.server().admin(path);
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return bed.http().send(request, BodyHandlers.ofString());
  }
}
