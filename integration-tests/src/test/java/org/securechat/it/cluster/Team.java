package org.securechat.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.securechat.it.client.RoomView;
import org.securechat.it.client.TestClient;
import org.securechat.it.testbed.TestBed;
import org.securechat.it.testbed.TestBed.Person;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.Visibility;

/** A room with people on each server of a cluster. */
record Team(Cluster cluster, String room, RoomInfo info, List<Person> people) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** One person on each server. */
  static Team of(Cluster cluster) {
    return of(cluster, cluster.size());
  }

  /**
   * So many people, each on the server after that of the one before.
   *
   * @param size at least the number of servers
   */
  static Team of(Cluster cluster, int size) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      people.add(cluster.person(i % cluster.size(), "p"));
    }
    String room = TestBed.name("team");
    RoomInfo info = people.getFirst().client().create(room, Visibility.PUBLIC);
    people.stream().skip(1).forEach(person -> person.client().join(room));
    return new Team(cluster, room, info, people);
  }

  /** The first login of the person on a server. */
  TestClient client(int server) {
    return people.get(server).client();
  }

  /** All talk, each on its server at first, until this is closed. */
  Conversation talk() {
    return talk(Talker.PAUSE);
  }

  /**
   * As {@link #talk()}, at a pace.
   *
   * @param pause between the answer to one message and the next one
   */
  Conversation talk(Duration pause) {
    List<Talker> talkers = new ArrayList<>();
    for (int i = 0; i < people.size(); i++) {
      talkers.add(new Talker(cluster, people.get(i), i % cluster.size(), room, pause));
    }
    return new Conversation(this, talkers);
  }

  /**
   * The record as clients see it that come to a server for the first time, on each server.
   *
   * @param acknowledged what must be there, once and at its position
   */
  void assertThatRecordIsWhole(Map<String, Long> acknowledged) {
    for (int server = 0; server < cluster.size(); server++) {
      TestClient client = cluster.login(server, people.get(server));
      RoomView whole = RoomView.fromTheStart(info.id());
      client.history(room, 0).forEach(whole::add);
      assertThat(whole.fault()).isEmpty();
      assertThat(whole.texts()).doesNotHaveDuplicates();
      Map<String, Long> positions = new HashMap<>();
      whole
          .entries()
          .forEach(line ->
              RoomView.payload(line)
                  .ifPresent(payload ->
                      positions.put(payload.content().words().orElseThrow(), line.position())));
      assertThat(positions).containsAllEntriesOf(acknowledged);
      client.close();
    }
  }

  /** People who talk while something happens to the servers. */
  record Conversation(Team team, List<Talker> talkers) implements AutoCloseable {

    /** Waits until each of them has said so much more. */
    void awaitMore(int messages) {
      awaitMore(List.of(this), messages, LIMIT);
    }

    /** Waits until each of all of them has said so much more. */
    static void awaitMore(List<Conversation> conversations, int messages, Duration limit) {
      List<Talker> talkers =
          conversations.stream().flatMap(each -> each.talkers().stream()).toList();
      List<Integer> before = talkers.stream().map(Talker::count).toList();
      await()
          .atMost(limit)
          .failFast(() -> talkers.forEach(Talker::check))
          .until(() -> {
            for (int i = 0; i < talkers.size(); i++) {
              if (talkers.get(i).count() < before.get(i) + messages) {
                return false;
              }
            }
            return true;
          });
    }

    /**
     * Ends it: everything that was acknowledged is on record once, on each server.
     *
     * @param longest nobody was without an acknowledgement for longer
     */
    void assertThatNothingIsLost(Duration longest) {
      close();
      Map<String, Long> acknowledged = new HashMap<>();
      talkers.forEach(talker -> acknowledged.putAll(talker.acknowledged()));
      team.assertThatRecordIsWhole(acknowledged);
      assertThat(talkers)
          .extracting(Talker::longestSilence)
          .allSatisfy(silence -> assertThat(silence).isLessThan(longest));
    }

    @Override
    public void close() {
      talkers.forEach(Talker::close);
    }
  }
}
