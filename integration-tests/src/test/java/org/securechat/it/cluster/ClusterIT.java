package org.securechat.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;

/** Three servers on one database, with one record. */
@BlackBox
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class ClusterIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What an operator is promised: a server that dies or hangs costs nobody more than this. */
  private static final Duration BACK = Duration.ofSeconds(12);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.of(3);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A room with one person on each server. */
  private record Team(String room, RoomInfo info, List<Person> people) {
    static Team make() {
      List<Person> people = new ArrayList<>();
      for (int i = 0; i < cluster.size(); i++) {
        people.add(cluster.person(i, "p"));
      }
      String room = TestBed.name("team");
      RoomInfo info = people.getFirst().client().create(room, Visibility.PUBLIC);
      people.stream().skip(1).forEach(person -> person.client().join(room));
      return new Team(room, info, people);
    }

    TestClient client(int number) {
      return people.get(number).client();
    }
  }

  @Test
  void peopleOnDifferentServersSeeOneRoom() throws Exception {
    Team team = Team.make();
    int each = 20;

    for (int i = 0; i < each; i++) {
      for (int server = 0; server < cluster.size(); server++) {
        TestClient.await(team.client(server).say(team.room(), server + " says " + i));
      }
    }

    for (int server = 0; server < cluster.size(); server++) {
      RoomView seen = team.client(server).room(team.room());
      // Its own lines come as answers.
      await().atMost(SOON).until(() -> seen.texts().size() >= each * (cluster.size() - 1));
      assertThat(seen.repetitions()).isZero();
      assertThatRecordIsWhole(server, team, Map.of());
      ServerMessage.ReceiptMessage receipt = team.client(server).receipt(team.room());
      team.client(server).verify(receipt, cluster.bed().rules());
    }
  }

  @Test
  void whoIsOnlineIsKnownOnAllServers() {
    Team team = Team.make();
    Person other = team.people().get(2);

    await().atMost(SOON).until(() -> online(team.client(0), team.room()) == cluster.size());
    other.client().bye();
    await().atMost(SOON).until(() -> online(team.client(0), team.room()) == cluster.size() - 1);

    assertThat(team.client(0).others())
        .filteredOn(ServerMessage.Presence.class::isInstance)
        .asString()
        .contains(other.name());
  }

  private static long online(TestClient client, String room) {
    return TestClient.await(client.ask(id -> new Request.Who(id, room), Answer.WhoAnswer.class))
        .users()
        .stream()
        .filter(member -> member.online())
        .count();
  }

  @Test
  void onesWhoAreTakenIntoARoomElsewhereHearItAtOnce() {
    Person alice = cluster.person(0, "alice");
    Person bob = cluster.person(1, "bob");

    TestClient.await(alice.client().tell(bob.name(), "good morning"));

    String room = Names.directRoom(alice.name(), bob.name());
    await().atMost(SOON).until(() -> hears(bob.client(), room, "good morning"));
    TestClient.await(cluster.login(2, bob).tell(alice.name(), "and to you"));
    await().atMost(SOON).until(() -> alice.client().room(room).texts().contains("and to you"));
  }

  private static boolean hears(TestClient client, String room, String text) {
    return client.history(room, 0).stream()
        .anyMatch(
            line ->
                RoomView.payload(line).filter(payload -> payload.text().equals(text)).isPresent());
  }

  @Test
  void serverThatIsKilledAgainAndAgainCostsNothingThatWasAcknowledged() {
    Team team = Team.make();
    Map<String, Long> acknowledged = new HashMap<>();
    Duration longest = Duration.ZERO;
    List<Talker> talkers = new ArrayList<>();
    try {
      for (int server = 0; server < cluster.size(); server++) {
        talkers.add(new Talker(cluster, team.people().get(server), server, team.room()));
      }
      for (int round = 0; round < 3; round++) {
        awaitMore(talkers, 30);
        int victim = round % cluster.size();
        cluster.kill(victim);
        awaitMore(talkers, 30);
        cluster.start(victim);
      }
    } finally {
      talkers.forEach(Talker::close);
    }
    for (Talker talker : talkers) {
      acknowledged.putAll(talker.acknowledged());
      longest = longest.compareTo(talker.longestSilence()) < 0 ? talker.longestSilence() : longest;
    }

    for (int server = 0; server < cluster.size(); server++) {
      assertThatRecordIsWhole(server, team, acknowledged);
    }
    assertThat(longest).isLessThan(BACK);
  }

  @Test
  void serverThatHangsHoldsUpNobodyForLong() {
    Team team = Team.make();
    List<Talker> talkers = new ArrayList<>();
    try {
      for (int server = 0; server < cluster.size(); server++) {
        talkers.add(new Talker(cluster, team.people().get(server), server, team.room()));
      }
      awaitMore(talkers, 20);
      cluster.suspend(1);
      try {
        awaitMore(talkers, 30);
        await()
            .atMost(SOON)
            .until(() -> hasSaid(0, "SC-N004") || hasSaid(2, "SC-N004"));
        awaitMore(talkers, 30);
      } finally {
        cluster.resume(1);
      }
      await().atMost(SOON).until(() -> hasSaid(1, "SC-N007"));
      awaitMore(talkers, 20);
    } finally {
      talkers.forEach(Talker::close);
    }

    Map<String, Long> acknowledged = new HashMap<>();
    talkers.forEach(talker -> acknowledged.putAll(talker.acknowledged()));
    for (int server = 0; server < cluster.size(); server++) {
      assertThatRecordIsWhole(server, team, acknowledged);
    }
    assertThat(talkers).allMatch(talker -> talker.longestSilence().compareTo(BACK) < 0);
  }

  private static boolean hasSaid(int server, String event) {
    return cluster.server(server).process().err().text().contains(event);
  }

  private static void awaitMore(List<Talker> talkers, int more) {
    List<Integer> before = talkers.stream().map(Talker::count).toList();
    await()
        .atMost(SOON.plus(SOON))
        .until(() -> {
          for (int i = 0; i < talkers.size(); i++) {
            if (talkers.get(i).count() < before.get(i) + more) {
              return false;
            }
          }
          return true;
        });
  }

  /** As a client sees it that comes to a server for the first time. */
  private static void assertThatRecordIsWhole(
      int server, Team team, Map<String, Long> acknowledged) {
    TestClient client = cluster.login(server, team.people().get(server));
    RoomView whole = RoomView.fromTheStart(team.info().id());
    client.history(team.room(), 0).forEach(whole::add);
    assertThat(whole.fault()).isEmpty();
    assertThat(whole.texts()).doesNotHaveDuplicates().containsAll(acknowledged.keySet());
    Map<String, Long> positions = new HashMap<>();
    whole
        .entries()
        .forEach(
            line ->
                RoomView.payload(line)
                    .ifPresent(payload -> positions.put(payload.text(), line.position())));
    assertThat(positions).containsAllEntriesOf(acknowledged);
    client.close();
  }
}
