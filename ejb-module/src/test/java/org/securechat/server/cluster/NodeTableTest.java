package org.securechat.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.securechat.server.query.RowQuery;
import org.securechat.server.testing.TestDatabase;

/** The servers of a cluster in the database, and what happens to the sessions of one that ends. */
class NodeTableTest {
  private final TestDatabase database = new TestDatabase();
  private final ClusterNode one = new ClusterNode(UUID.randomUUID(), "10.1.0.1", 7490, "one", 1, 0);
  private final ClusterNode two = new ClusterNode(UUID.randomUUID(), "10.1.0.2", 7491, "two", 2, 0);
  private NodeTable table;

  @BeforeEach
  void open() {
    database.open();
    table = new NodeTable(database.wired());
    table.join(one);
    table.join(two);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void session(String binding, ClusterNode node) {
    database.inTransaction(em ->
        em.createNativeQuery(
                "INSERT INTO chat_session (channel_binding, user_id, username, node_id, since,"
                    + " connection_no, certificate, address)"
                    + " VALUES (?1, 'id', 'alice', ?2, 0, 1, '', '')")
            .setParameter(1, binding)
            .setParameter(2, node.id().toString())
            .executeUpdate());
  }

  private List<String> sessions() {
    return RowQuery.all(
        database.wired(),
        "SELECT channel_binding FROM chat_session ORDER BY channel_binding",
        row -> row.getString(1));
  }

  @Test
  void embeddedDatabaseIsNotForSeveralServers() {
    assumeTrue(System.getProperty("securechat.test.database", "").isBlank());

    assertThatThrownBy(table::requireShared)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("MySQL or MariaDB");
  }

  @Test
  void allAreFoundInTheOrderInWhichTheyCame() {
    assertThat(table.all()).containsExactly(one, two);
  }

  @Test
  void allHaveOneSecret() {
    byte[] first = table.secret().expose();

    assertThat(new NodeTable(database.wired()).secret().expose()).isEqualTo(first);
    assertThat(first).hasSize(32);
    assertThat(Arrays.equals(first, new byte[32])).isFalse();
  }

  @Test
  void aBeatIsSeenAndOneThatWasTakenOutCannotBeat() {
    assertThat(table.beat(one.id())).isTrue();
    assertThat(table.all().getFirst().beats()).isEqualTo(1);

    table.leaveWithSessions(one.id());

    assertThat(table.beat(one.id())).isFalse();
  }

  @Test
  void oneThatIsDeadIsTakenOutOnceWithItsSessionsAlone() {
    session("a", one);
    session("b", two);

    assertThat(table.removeWithSessions(one)).isTrue();

    assertThat(table.removeWithSessions(one)).isFalse();
    assertThat(table.all()).containsExactly(two);
    assertThat(sessions()).containsExactly("b");
  }

  @Test
  void oneThatHasGivenASignOfLifeStays() {
    session("a", one);
    table.beat(one.id());

    assertThat(table.removeWithSessions(one)).isFalse();

    assertThat(sessions()).containsExactly("a");
  }

  @Test
  void sessionsOfServersThatAreGoneEnd() {
    session("a", one);
    session("b", new ClusterNode(UUID.randomUUID(), "", 0, "", 0, 0));

    table.endSessionsOfNobody();

    assertThat(sessions()).containsExactly("a");
  }
}
