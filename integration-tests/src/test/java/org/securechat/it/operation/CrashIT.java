package org.securechat.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.process.RunningProcess;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.ClientProcess;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.json.Json;

/** The server is killed without warning in the middle of a chat. */
@BlackBox
class CrashIT {

  private static final int ENOUGH = 200;

  @Test
  void everyAcknowledgedMessageSurvivesACrash() throws Exception {
    try (TestBed bed = TestBed.started()) {
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("crash");
      RoomInfo info = alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      Map<Long, Answer.SentAnswer> acknowledged = new ConcurrentSkipListMap<>();
      Map<Long, String> texts = new ConcurrentHashMap<>();
      talk(alice.client(), room, 1, acknowledged, texts);
      talk(bob.client(), room, 1, acknowledged, texts);

      RunningProcess listening = listen(bed, bed.person("carol"), room);
      await().atMost(TestClient.LIMIT).until(() -> acknowledged.size() >= ENOUGH);
      bed.server().kill();
      alice.client().ending();
      bob.client().ending();
      bed.start();

      RoomView whole = RoomView.fromTheStart(info.id());
      TestClient again = bed.login(alice);
      again.history(room, 0).forEach(whole::add);
      assertThat(whole.fault()).isEmpty();
      Map<Long, Entry> entries = new ConcurrentHashMap<>();
      whole.entries().forEach(entry -> entries.put(entry.position(), entry));
      assertThat(acknowledged)
          .allSatisfy((position, answer) -> {
            assertThat(entries).containsKey(position);
            assertThat(entries.get(position).chain()).isEqualTo(answer.chain());
            assertThat(
                    RoomView.payload(entries.get(position))
                        .orElseThrow()
                        .content()
                        .words()
                        .orElseThrow())
                .isEqualTo(texts.get(position));
          });
      assertThatDeliveredIsStored(bob.client().room(room).entries(), entries);
      assertThatTheyCatchUpAndGoOn(bed, bob, again, room);
      assertThatTheProgramComesBackByItself(listening, room);
    }
  }

  @Test
  void whatIsTypedInAnOutageIsSentOnceWhenTheServerIsBack() {
    try (TestBed bed = TestBed.started()) {
      Person alice = bed.person("alice");
      Person bob = bed.person("bob");
      String room = TestBed.name("outage");
      alice.client().create(room, Visibility.PUBLIC);
      bob.client().join(room);
      RunningProcess typing =
          ClientProcess.start(
              bed.folder(),
              ClientProcess.environment(
                  bed, alice.name(), TestBed.PASSWORD, bed.folder().resolve("typing")),
              "chat",
              "--room",
              room);
      typing.say("before");
      awaitLine(typing, "before");

      bed.server().kill();
      bob.client().ending();
      awaitLine(typing, "next attempt");
      typing.say("typed first");
      awaitLine(typing, "'typed first' waits");
      typing.say("typed second");
      awaitLine(typing, "'typed second' waits");
      typing.say("/quit");
      awaitLine(typing, "2 lines wait to be sent");
      bed.start();
      awaitLine(typing, line -> line.contains("typed second") && !line.contains("waits"));
      typing.say("/quit");

      assertThat(typing.awaitExit(Duration.ofSeconds(60))).as("%s", typing.report()).isZero();
      List<String> said = new ArrayList<>();
      bed.login(bob)
          .history(room, 0)
          .forEach(line ->
              RoomView.payload(line)
                  .ifPresent(payload -> said.add(payload.content().words().orElseThrow())));
      assertThat(said).containsExactly("before", "typed first", "typed second");
    }
  }

  private static void awaitLine(RunningProcess client, String part) {
    awaitLine(client, line -> line.contains(part));
  }

  private static void awaitLine(RunningProcess client, Predicate<String> wanted) {
    assertThat(client.awaitLine(wanted, Duration.ofSeconds(60)))
        .as("%s", client.report())
        .isPresent();
  }

  /** The client program, which prints what is said as it is said. */
  private static RunningProcess listen(TestBed bed, Person carol, String room) {
    carol.client().join(room);
    RunningProcess listening =
        ClientProcess.start(
            bed.folder(),
            ClientProcess.environment(
                bed, carol.name(), TestBed.PASSWORD, bed.folder().resolve("carol")),
            "listen",
            room,
            "--json");
    assertThat(listening.awaitLine(line -> line.contains("says"), Duration.ofSeconds(60)))
        .as("%s", listening.report())
        .isPresent();
    return listening;
  }

  private static void assertThatTheProgramComesBackByItself(RunningProcess listening, String room)
      throws Exception {
    assertThat(listening.awaitLine(line -> line.contains("where were we?"), Duration.ofSeconds(60)))
        .as("%s", listening.report())
        .isPresent();
    List<Long> positions = new ArrayList<>();
    for (String line : listening.out().lines()) {
      JsonNode json = Json.MAPPER.readTree(line);
      if (json.has("position") && json.path("room").asText().equals(room)) {
        positions.add(json.get("position").asLong());
      }
    }
    assertThat(positions)
        .isEqualTo(
            LongStream.rangeClosed(positions.get(0), positions.get(positions.size() - 1))
                .boxed()
                .toList());
    listening.close();
  }

  /** Each message goes out as soon as the one before was acknowledged. */
  private static void talk(
      TestClient client,
      String room,
      int number,
      Map<Long, Answer.SentAnswer> acknowledged,
      Map<Long, String> texts) {
    String text = client + " says " + number;
    var _ =
        client
            .say(room, text)
            .thenAccept(answer -> {
              texts.put(answer.position(), text);
              acknowledged.put(answer.position(), answer);
              talk(client, room, number + 1, acknowledged, texts);
            });
  }

  /** No client has seen a message that the crash removed. */
  private static void assertThatDeliveredIsStored(List<Entry> seen, Map<Long, Entry> stored) {
    assertThat(seen)
        .isNotEmpty()
        .allSatisfy(entry -> {
          assertThat(stored).containsKey(entry.position());
          assertThat(stored.get(entry.position()).line()).isEqualTo(entry.line());
        });
  }

  private static void assertThatTheyCatchUpAndGoOn(
      TestBed bed, Person bob, TestClient alice, String room) {
    RoomView seen = bob.client().room(room);
    TestClient back = bed.login(bob);
    back.history(room, seen.position()).forEach(seen::add);
    assertThat(seen.fault()).isEmpty();
    assertThat(seen.chain()).isEqualTo(alice.room(room).chain());
    TestClient.await(alice.say(room, "where were we?"));
    await().until(() -> back.room(room).texts().contains("where were we?"));
    assertThat(back.room(room).fault()).isEmpty();
  }
}
