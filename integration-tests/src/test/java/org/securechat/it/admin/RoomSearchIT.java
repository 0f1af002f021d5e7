package org.securechat.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.AdminCaller;
import org.securechat.it.testbed.Administration;
import org.securechat.it.testbed.Administration.Run;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.Refusals;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;

/** Search in what was said, by an auditor of the real server. */
@BlackBox
class RoomSearchIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int AT_ONCE = 100;
  private static final Pattern INDEXED =
      Pattern.compile("(?m)^securechat_search_lines_indexed_total (\\S+)$");

  @TempDir private Path folder;
  private AdminCaller auditor;
  private AdminCaller root;
  private Person alice;
  private Person bob;
  private String room;

  @BeforeEach
  void aRoomOfTwo(TestBed bed) throws Exception {
    auditor = AdminCaller.enrolled(bed, "auditor");
    root = AdminCaller.enrolled(bed, "administrator");
    alice = bed.person("alice");
    bob = bed.person("bob");
    room = TestBed.name("search");
    alice.client().create(room, Visibility.PUBLIC);
    bob.client().join(room);
  }

  private void say(Person person, String text) {
    TestClient.await(person.client().say(room, text));
  }

  private void talk(Person person, int lines) {
    List<CompletableFuture<Answer.SentAnswer>> sent = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      sent.add(person.client().say(room, "nothing special " + i));
      if (i % AT_ONCE == 0 || i == lines) {
        sent.forEach(TestClient::await);
        sent.clear();
      }
    }
  }

  private HttpResponse<String> ask(AdminCaller caller, String query) throws Exception {
    return caller.get("/rooms/" + room + "/messages?" + query);
  }

  private JsonNode search(String query) throws Exception {
    HttpResponse<String> answer = ask(auditor, query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  private List<String> found(String words) throws Exception {
    List<String> texts = new ArrayList<>();
    search("q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
        .get("items")
        .forEach(item -> texts.add(item.get("text").asText()));
    return texts;
  }

  private double indexed() throws Exception {
    Matcher metric = INDEXED.matcher(auditor.get("/metrics").body());
    assertThat(metric.find()).isTrue();
    return Double.parseDouble(metric.group(1));
  }

  @Test
  void wordsAreFoundUntilTheyAreErased() throws Exception {
    double before = indexed();
    say(alice, "der Zugzwang beginnt 🎉");
    talk(bob, 1_000);
    say(bob, "zugzwang? 我说中文");
    assertThat(found("ZUGZWANG")).as("before it is indexed").hasSize(2);

    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(indexed() - before).isGreaterThanOrEqualTo(768));

    assertThat(found("zugzwang")).containsExactly("der Zugzwang beginnt 🎉", "zugzwang? 我说中文");
    assertThat(found("\"zugzwang beginnt\"")).hasSize(1);
    assertThat(found("中文")).hasSize(1);
    assertThat(found("special 777")).containsExactly("nothing special 777");
    assertThat(found("joined")).isEmpty();

    assertThat(root.ask("DELETE", "/users/" + alice.name(), null, "*").statusCode()).isEqualTo(200);

    assertThat(found("zugzwang")).containsExactly("zugzwang? 我说中文");
    assertThat(search("user=" + alice.name()).get("items")).isEmpty();
  }

  @Test
  void pagesConditionsAndMarks() throws Exception {
    Instant start = Instant.now();
    talk(alice, 30);
    say(bob, "the Überweisung is special");
    JsonNode first = search("q=special&limit=20");
    assertThat(first.get("items")).hasSize(20);
    long last = first.get("items").get(19).get("position").asLong();
    assertThat(first.get("searched_to").asLong()).isEqualTo(last);
    JsonNode second = search("q=special&limit=20&after=" + first.get("next").asText());
    assertThat(second.get("items")).hasSize(11);
    assertThat(second.has("next")).isFalse();
    assertThat(second.get("items").get(0).get("position").asLong()).isEqualTo(last + 1);

    JsonNode newest = search("q=uberweisung&order=newest").get("items").get(0);
    assertThat(newest.get("sender").asText()).isEqualTo(bob.name());
    JsonNode mark = newest.get("marks").get(0);
    int from = mark.get("start").asInt();
    assertThat(newest.get("text").asText().substring(from, from + mark.get("length").asInt()))
        .isEqualTo("Überweisung");
    assertThat(search("user=" + bob.name()).get("items")).hasSize(1);
    assertThat(search("since=" + start.minusSeconds(60)).get("items")).hasSize(31);
    assertThat(search("q=special&until=" + start.minusSeconds(60)).get("items")).isEmpty();
  }

  private static Answer.SearchAnswer search(
      TestClient client, String room, String words, OptionalLong before, int limit) {
    return TestClient.await(
        client.ask(
            id -> new Request.Search(id, room, Optional.of(words), Optional.empty(), before, limit),
            Answer.SearchAnswer.class));
  }

  private static List<Long> positions(Answer.SearchAnswer answer) {
    return answer.entries().stream().map(Entry::position).toList();
  }

  @Test
  void membersSearchInWhatTheyMayReadAndTheAuditLogHasNothingOfIt(TestBed bed) throws Exception {
    long first = TestClient.await(alice.client().say(room, "der Zugzwang beginnt 🎉")).position();
    talk(bob, 300);
    long second = TestClient.await(bob.client().say(room, "zugzwang? 我说中文")).position();
    String secret = TestBed.name("secret");
    alice.client().create(secret, Visibility.PRIVATE);
    TestClient.await(alice.client().say(secret, "zugzwang in private"));

    Answer.SearchAnswer found = search(bob.client(), room, "ZUGZWANG", OptionalLong.empty(), 100);
    assertThat(positions(found)).containsExactly(second, first);
    assertThat(found.searchedTo()).isEqualTo(1);
    assertThat(found.more()).isFalse();
    Entry heard =
        TestClient.await(
                bob.client()
                    .ask(
                        id -> new Request.History(id, room, first - 1, 1),
                        Answer.HistoryAnswer.class))
            .entries()
            .getFirst();
    assertThat(found.entries().getLast().line()).isEqualTo(heard.line());
    assertThat(found.entries().getLast().chain()).isEqualTo(heard.chain());

    Answer.SearchAnswer newest = search(bob.client(), room, "zugzwang", OptionalLong.empty(), 1);
    assertThat(positions(newest)).containsExactly(second);
    assertThat(newest.more()).isTrue();
    assertThat(
            positions(
                search(bob.client(), room, "zugzwang", OptionalLong.of(newest.searchedTo()), 1)))
        .containsExactly(first);

    for (String words : List.of("zugzwang", "absent")) {
      assertThat(Refusals.of(() -> search(bob.client(), secret, words, OptionalLong.empty(), 10)))
          .as("a room that bob may not know of")
          .isEqualTo(
              Refusals.of(
                  () -> search(bob.client(), "no-such-room", words, OptionalLong.empty(), 10)))
          .isEqualTo("no_such_room");
    }
    assertThat(Refusals.of(() -> search(bob.client(), room, "\"\"", OptionalLong.empty(), 10)))
        .isEqualTo("bad_request");

    assertThat(root.ask("DELETE", "/users/" + alice.name(), null, "*").statusCode()).isEqualTo(200);
    assertThat(positions(search(bob.client(), room, "zugzwang", OptionalLong.empty(), 100)))
        .as("what was erased")
        .containsExactly(second);

    TestClient.await(bob.client().ask(id -> new Request.Leave(id, room), Answer.RoomAnswer.class));
    assertThat(Refusals.of(() -> search(bob.client(), room, "zugzwang", OptionalLong.empty(), 10)))
        .as("who has left, as for a history")
        .isEqualTo(
            Refusals.of(() ->
                TestClient.await(
                    bob.client()
                        .ask(
                            id -> new Request.History(id, room, 0, 10),
                            Answer.HistoryAnswer.class))));
    assertThat(
            Json.MAPPER
                .readTree(root.get("/audit?action=transcript.search&subject=" + room).body())
                .get("items"))
        .isEmpty();
    assertThat(auditor.get("/metrics").body())
        .contains("securechat_member_searches_total{end=\"room\"}")
        .doesNotContain("zugzwang");
  }

  @Test
  void wrongQuestionsAreRefused(TestBed bed) throws Exception {
    for (String wrong :
        List.of(
            "",
            "q=",
            "q=%20",
            "q=%22%22",
            "q=" + "x".repeat(201),
            "q=a&order=any",
            "q=a&after=x",
            "q=a&limit=0",
            "q=a&words=b",
            "q=a&since=2026-02-30")) {
      assertThat(ask(auditor, wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(auditor.get("/rooms/no-such-room/messages?q=a").statusCode()).isEqualTo(404);
    assertThat(ask(AdminCaller.enrolled(bed, "operator"), "q=a").statusCode()).isEqualTo(403);
    assertThat(ask(AdminCaller.anonymous(bed), "q=a").statusCode()).isEqualTo(401);
  }

  @Test
  void theProgramSearchesAndTheAuditLogHasTheWords(TestBed bed) throws Exception {
    say(alice, "the plan of alice");
    Administration program = Administration.enrolled(bed, folder, "auditor");

    Run table = program.does("rooms", "search", room, "PLAN", "alice");
    assertThat(table.out()).contains("LINE", alice.name(), "the plan of alice");
    List<JsonNode> lines =
        program.does("rooms", "search", room, "\"the plan\"", "--newest", "--json").objects();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).get("text").asText()).isEqualTo("the plan of alice");
    assertThat(program.tries("rooms", "search", room).code()).isEqualTo(2);

    JsonNode audited =
        Json.MAPPER
            .readTree(root.get("/audit?action=transcript.search&subject=" + room).body())
            .get("items");
    assertThat(audited).hasSize(2);
    assertThat(audited.get(0).get("actor").asText()).isEqualTo(program.name());
    assertThat(audited.get(0).get("details").get("words").asText()).isEqualTo("\"the plan\"");
    assertThat(audited.get(1).get("details").get("words").asText()).isEqualTo("PLAN alice");
  }
}
