package org.securechat.it.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.securechat.it.cluster.Team.Conversation;
import org.securechat.it.testbed.BlackBox;

/** Many people on three servers, of which one dies every few seconds. */
@BlackBox
@EnabledIfSystemProperty(named = "securechat.test.database", matches = ".+")
class ClusterCrowdIT {
  private static final int ROOMS = 20;
  private static final int PEOPLE_IN_A_ROOM = 10;
  private static final int KILLS = 10;

  /** What people do who talk much. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * Longer than what one person waits for: two hundred come back at once, all of them and the
   * server that starts on the processors of one machine.
   */
  private static final Duration BACK = Duration.ofSeconds(40);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.atOnce(3);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void nothingIsLostWhicheverServersAreKilled() {
    List<Conversation> talks = new ArrayList<>();
    try {
      for (int i = 0; i < ROOMS; i++) {
        talks.add(Team.of(cluster, PEOPLE_IN_A_ROOM).talk(PAUSE));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        int victim = kill % cluster.size();
        Conversation.awaitMore(talks, 1, BACK.multipliedBy(4));
        cluster.kill(victim);
        Conversation.awaitMore(talks, 1, BACK.multipliedBy(4));
        cluster.start(victim);
      }
      talks.forEach(Conversation::close);
      talks.forEach(talk -> talk.assertThatNothingIsLost(BACK));
    } finally {
      talks.forEach(Conversation::close);
    }
  }
}
