package org.securechat.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.it.client.FileTransfers;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.cluster.Team.Conversation;
import org.securechat.it.testbed.BlackBox;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.name.Names;

/** Three servers on one database, with one record. */
@BlackBox
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class ClusterIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** What an operator is promised: a server that dies or hangs costs nobody more than this. */
  private static final Duration BACK = Duration.ofSeconds(12);

  /** What a planned leave costs nobody more than. */
  private static final Duration PLANNED = Duration.ofSeconds(3);

  /** After so long a silence the database ends a connection of a cluster's. */
  private static final Duration WAIT_TIMEOUT = Duration.ofSeconds(6);

  /** How many servers are killed, and how many are restarted, one after the other. */
  private static final int ROUNDS = Integer.getInteger("securechat.test.cluster.rounds", 3);

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

  @Test
  void peopleOnDifferentServersSeeOneRoom() throws Exception {
    Team team = Team.of(cluster);
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
      ServerMessage.ReceiptMessage receipt = team.client(server).receipt(team.room());
      team.client(server).verify(receipt, cluster.bed().rules());
    }
    team.assertThatRecordIsWhole(Map.of());
  }

  @Test
  void whoIsOnlineIsKnownOnAllServers() {
    Team team = Team.of(cluster);
    Person other = team.people().get(2);

    await().atMost(SOON).until(() -> online(team.client(0), team.room()) == cluster.size());
    other.client().bye();
    await().atMost(SOON).until(() -> online(team.client(0), team.room()) == cluster.size() - 1);

    // Each is told by itself; who asks may know before it has come.
    await().atMost(SOON).until(() -> hasSeenLeave(team.client(0), other.name()));
  }

  private static boolean hasSeenLeave(TestClient client, String user) {
    return client.others().stream()
        .filter(ServerMessage.Presence.class::isInstance)
        .map(ServerMessage.Presence.class::cast)
        .anyMatch(seen -> seen.user().equals(user) && !seen.online());
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
        .anyMatch(line ->
            RoomView.payload(line)
                .filter(payload -> payload.content().words().orElseThrow().equals(text))
                .isPresent());
  }

  @Test
  void roomsThatAreMadeAtOnceOnAllServersAreMade() {
    int rounds = 10;
    int atOnce = 12;
    List<Person> people = new ArrayList<>();
    for (int server = 0; server < cluster.size(); server++) {
      people.add(cluster.person(server, "p"));
    }

    for (int i = 0; i < rounds; i++) {
      List<CompletableFuture<Answer.RoomAnswer>> made = new ArrayList<>();
      for (int j = 0; j < atOnce; j++) {
        people.forEach(person -> made.add(create(person.client(), TestBed.name("room"))));
      }
      made.forEach(TestClient::await);
    }
  }

  /** What has an action is written over another connection than messages, whose own rests then. */
  @Test
  void roomsThatAreMadeForAWhileDoNotLetTheConnectionOfMessagesEnd() {
    Person person = cluster.person(0, "p");
    String room = TestBed.name("room");
    person.client().create(room, Visibility.PUBLIC);
    TestClient.await(person.client().say(room, "first"));
    long end = System.nanoTime() + WAIT_TIMEOUT.plusSeconds(2).toNanos();

    await()
        .atMost(SOON)
        .until(() -> {
          person.client().create(TestBed.name("room"), Visibility.PUBLIC);
          return System.nanoTime() > end;
        });

    assertThat(TestClient.await(person.client().say(room, "second")).position()).isEqualTo(3);
  }

  private static CompletableFuture<Answer.RoomAnswer> create(TestClient client, String room) {
    return client.ask(
        id -> new Request.Create(id, room, Visibility.PUBLIC), Answer.RoomAnswer.class);
  }

  @Test
  void serverThatIsKilledAgainAndAgainCostsNothingThatWasAcknowledged() {
    try (Conversation talk = Team.of(cluster).talk()) {
      for (int victim = 0; victim < ROUNDS; victim++) {
        talk.awaitMore(30);
        cluster.kill(victim);
        talk.awaitMore(30);
        cluster.start(victim);
      }
      talk.assertThatNothingIsLost(BACK);
    }
  }

  @Test
  void serversThatAreRestartedOneAfterTheOtherAreHardlyMissed() {
    try (Conversation talk = Team.of(cluster).talk()) {
      for (int next = 0; next < ROUNDS; next++) {
        talk.awaitMore(30);
        cluster.stop(next);
        talk.awaitMore(10);
        cluster.start(next);
      }
      talk.assertThatNothingIsLost(PLANNED);
    }
  }

  @Test
  void serverThatHangsHoldsUpNobodyForLong() {
    try (Conversation talk = Team.of(cluster).talk()) {
      talk.awaitMore(20);
      cluster.suspend(1);
      try {
        talk.awaitMore(30);
        await().atMost(SOON).until(() -> hasSaid(0, "SC-N004") || hasSaid(2, "SC-N004"));
        talk.awaitMore(30);
      } finally {
        cluster.resume(1);
      }
      await().atMost(SOON).until(() -> hasSaid(1, "SC-N007"));
      talk.awaitMore(20);
      talk.assertThatNothingIsLost(BACK);
    }
  }

  @Test
  void fileThatWasBegunOnAServerThatDiesIsFinishedOnAnotherAndReadOnAThird() {
    Team team = Team.of(cluster);
    String room = team.room();
    byte[] content = FileTransfers.content(3 * FileTransfers.PART);
    FileTransfers.begin(team.client(0), room, content);
    FileTransfers.part(team.client(0), room, Digests.sha256Hex(content), content, 0);

    cluster.kill(0);
    try {
      team.client(0).ending();
      TestClient back = cluster.login(1, team.people().getFirst());
      assertThat(FileTransfers.begin(back, room, content)).isEqualTo(FileTransfers.PART);
      FileTransfers.bring(back, room, content);
      TestClient.await(back.say(room, FileTransfers.file(content)));

      assertThat(FileTransfers.got(team.client(2), room, content)).isEqualTo(content);
    } finally {
      cluster.start(0);
    }
  }

  private static boolean hasSaid(int server, String event) {
    return cluster.server(server).process().err().text().contains(event);
  }
}
