package org.securechat.server.cluster;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.query.DatabaseProduct;
import org.securechat.server.query.RowQuery;

/**
 * The servers of the cluster and their secret, in the database. Each call is a transaction of its
 * own and throws {@link ClusterException} if the database does not answer. Thread-safe.
 */
final class NodeTable {
  private static final int SECRET_BYTES = 32;

  private final DataSource database;

  NodeTable(DataSource database) {
    this.database = database;
  }

  /**
   * Makes sure that the database is one that several servers can share.
   *
   * @throws ClusterException if it is the embedded one
   */
  void requireShared() {
    try (Connection connection = database.getConnection()) {
      if (DatabaseProduct.isH2(connection)) {
        throw new ClusterException(
            "a cluster needs a database that several servers can share, MySQL or MariaDB");
      }
    } catch (SQLException e) {
      throw new ClusterException("the database does not say what it is", e);
    }
  }

  /** The secret that all servers of the cluster have, made by the first one. */
  SecretBytes secret() {
    return storedSecret().orElseGet(this::makeSecret);
  }

  private SecretBytes makeSecret() {
    byte[] made = new byte[SECRET_BYTES];
    Providers.random().nextBytes(made);
    try {
      change("INSERT INTO cluster_secret (id, secret) VALUES (1, ?)", (Object) made);
      return SecretBytes.adopt(made);
    } catch (ClusterException e) {
      // Another server may have been quicker.
      return storedSecret().orElseThrow(() -> e);
    }
  }

  private Optional<SecretBytes> storedSecret() {
    return RowQuery.all(
            database,
            "SELECT secret FROM cluster_secret WHERE id = 1",
            row -> SecretBytes.adopt(row.getBytes(1)))
        .stream()
        .findFirst();
  }

  void join(ClusterNode node) {
    change(
        "INSERT INTO cluster_node (id, host, port, label, started_at, beats)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        node.id().toString(),
        node.host(),
        node.port(),
        node.label(),
        node.startedAt(),
        node.beats());
  }

  /**
   * Shows that a server lives.
   *
   * @return false if others have taken it for dead
   */
  boolean beat(UUID id) {
    return change("UPDATE cluster_node SET beats = beats + 1 WHERE id = ?", id.toString()) == 1;
  }

  /** The database's clock. */
  Instant now() {
    return RowQuery.all(
            database,
            "SELECT UNIX_TIMESTAMP(CURRENT_TIMESTAMP(3))",
            row -> Instant.ofEpochMilli(row.getBigDecimal(1).movePointRight(3).longValue()))
        .getFirst();
  }

  List<ClusterNode> all() {
    return RowQuery.all(
        database,
        "SELECT id, host, port, label, started_at, beats FROM cluster_node ORDER BY started_at, id",
        row ->
            new ClusterNode(
                UUID.fromString(row.getString(1)),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getLong(5),
                row.getLong(6)));
  }

  /**
   * Takes a server out that has given no sign of life since it was read, and ends its sessions.
   * What it is about to write for these waits, and is then refused.
   *
   * @return false if it has, or another server was quicker
   */
  boolean removeWithSessions(ClusterNode node) {
    // Together: a server that finds itself taken out finds its sessions ended, too.
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        boolean removed =
            RowQuery.change(
                    connection,
                    "DELETE FROM cluster_node WHERE id = ? AND beats = ?",
                    node.id().toString(),
                    node.beats())
                == 1;
        if (removed) {
          RowQuery.change(
              connection, "DELETE FROM chat_session WHERE node_id = ?", node.id().toString());
        }
        connection.commit();
        return removed;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw unchanged(e);
    }
  }

  /** Takes a server out that ends in order. */
  void leaveWithSessions(UUID id) {
    endSessions(id);
    change("DELETE FROM cluster_node WHERE id = ?", id.toString());
  }

  /** Ends the sessions of servers that are gone, some of which may have been left behind. */
  void endSessionsOfNobody() {
    // Read first, without locks: deleting by such a condition would lock all sessions.
    RowQuery.all(
            database,
            "SELECT DISTINCT s.node_id FROM chat_session s LEFT JOIN cluster_node n"
                + " ON n.id = s.node_id WHERE n.id IS NULL",
            row -> UUID.fromString(row.getString(1)))
        .forEach(this::endSessions);
  }

  private void endSessions(UUID id) {
    change("DELETE FROM chat_session WHERE node_id = ?", id.toString());
  }

  private int change(String sql, Object... values) {
    try (Connection connection = database.getConnection()) {
      return RowQuery.change(connection, sql, values);
    } catch (SQLException e) {
      throw unchanged(e);
    }
  }

  private static ClusterException unchanged(SQLException reason) {
    return new ClusterException("the table of the cluster's servers cannot be changed", reason);
  }
}
