package org.securechat.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.it.client.TestClient;
import org.securechat.it.cluster.Team.Conversation;
import org.securechat.it.testbed.BlackBox;

/** Three servers, each in a network of its own, and what happens when networks are cut. */
@BlackBox
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class ClusterNetworkIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration BACK = Duration.ofSeconds(12);

  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException {
    String obstacle = SeparateNetworks.obstacle();
    assumeTrue(obstacle.isEmpty(), obstacle);
    cluster = Cluster.separate(3);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void serversThatCannotTellEachOtherAnythingGoOnWithOneRecord() throws IOException {
    Team team = Team.of(cluster);
    try (Conversation talk = team.talk()) {
      talk.awaitMore(20);
      cluster.networks().cut(1);
      try {
        talk.awaitMore(40);
        // What is said on one side is read on the other, by the look once a second.
        TestClient there = cluster.login(1, team.people().get(1));
        long before = there.room(team.room()).position();
        await().atMost(SOON).until(() -> there.room(team.room()).position() > before + 10);
        assertThat(there.room(team.room()).fault()).isEmpty();
        there.close();
      } finally {
        cluster.networks().heal(1);
      }
      talk.awaitMore(20);
      talk.assertThatNothingIsLost(BACK);
    }
  }

  @Test
  void serverThatDoesNotReachTheDatabaseIsLeftByItsUsersAndComesBack() {
    try (Conversation talk = Team.of(cluster).talk()) {
      talk.awaitMore(20);
      cluster.gate(1).shut();
      try {
        talk.awaitMore(40);
        await().atMost(SOON.plus(SOON)).until(() -> !cluster.isReady(1));
        talk.awaitMore(20);
      } finally {
        cluster.gate(1).open();
      }
      await().atMost(SOON.plus(SOON)).until(() -> cluster.isReady(1));
      talk.awaitMore(20);
      talk.assertThatNothingIsLost(BACK);
    }
  }

  @Test
  void databaseThatIsSuspendedAndRestartedHasNothingLostAndNothingTwice() {
    try (Conversation talk = Team.of(cluster).talk()) {
      talk.awaitMore(20);
      cluster.database().suspend();
      try {
        await().atMost(SOON).until(() -> !cluster.isReady(0));
      } finally {
        cluster.database().resume();
      }
      talk.awaitMore(20);
      cluster.database().kill();
      await().atMost(SOON).until(() -> !cluster.isReady(0));
      cluster.database().start();
      talk.awaitMore(20);
      talk.assertThatNothingIsLost(SOON.plus(SOON));
    }
  }
}
