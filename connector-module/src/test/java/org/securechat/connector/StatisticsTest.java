package org.securechat.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.connector.contract.Statistics;

/** What an operator is told about connections is what happened to them. */
@ExtendWith(NoLeaks.class)
class StatisticsTest {

  private static final class Established extends RecordingListener {

    @Override
    void onOpened(Connection connection) {
      connection.established();
    }
  }

  private final FakeContainer container = new FakeContainer(new Established());

  @AfterEach
  void stop() {
    container.close();
  }

  @Test
  void nothingHasHappenedAtFirst() {
    container.activate();
    assertThat(container.gateway.statistics()).isEqualTo(Statistics.NONE);
  }

  @Test
  void whoComesGoesOrIsTurnedAwayIsCounted() throws Exception {
    container.spec.setMaxConnectionsPerAddress(2);
    container.open();
    try (Peer _ = container.connect();
        Peer _ = container.connect()) {
      await().untilAsserted(() -> assertThat(container.gateway.statistics().open()).isEqualTo(2));
      try (Peer third = container.connect()) {
        assertThat(third.receive()).isNull();
      }
      Statistics now = container.gateway.statistics();
      assertThat(now.accepted()).isEqualTo(2);
      assertThat(now.rejectedByAddressLimit()).isEqualTo(1);
      assertThat(now.rejectedByTotalLimit()).isZero();
    }
    await().untilAsserted(() -> assertThat(container.gateway.statistics().open()).isZero());
    assertThat(container.gateway.statistics().accepted()).as("totals never fall").isEqualTo(2);
    assertThat(container.gateway.statistics().ended()).as("nobody broke a rule").isEmpty();
  }

  @Test
  void anOverallLimitIsCountedApart() throws Exception {
    container.spec.setMaxConnections(1);
    container.open();
    try (Peer _ = container.connect()) {
      await().untilAsserted(() -> assertThat(container.gateway.statistics().open()).isEqualTo(1));
      try (Peer second = container.connect()) {
        assertThat(second.receive()).isNull();
      }
    }
    assertThat(container.gateway.statistics().rejectedByTotalLimit()).isEqualTo(1);
    assertThat(container.gateway.statistics().rejectedByAddressLimit()).isZero();
  }

  @Test
  void aBrokenRuleIsCountedOnce() throws Exception {
    container.open();
    try (Peer peer = container.connect()) {
      peer.raw((byte) 0, (byte) 0, (byte) 0, (byte) 0);
      peer.raw((byte) 0, (byte) 0, (byte) 0, (byte) 0);
      assertThat(peer.receive()).isNull();
    }
    await()
        .untilAsserted(() ->
            assertThat(container.gateway.statistics().ended())
                .isEqualTo(Map.of(ProtocolViolation.EMPTY_FRAME, 1L)));
  }

  @Test
  void activationsAddUp() {
    Statistics one = new Statistics(1, 2, 3, 4, Map.of(ProtocolViolation.INTERNAL, 5L), 6, 7, 8);
    assertThat(one.plus(one))
        .isEqualTo(new Statistics(2, 4, 6, 8, Map.of(ProtocolViolation.INTERNAL, 10L), 12, 14, 16));
    assertThat(Statistics.NONE.plus(one)).isEqualTo(one);
  }
}
