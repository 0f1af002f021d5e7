package org.securechat.server.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.query.RowQuery;

/**
 * The logins to all servers of the cluster, each a row that is there as long as anything that the
 * login has asked for may be written: the transaction that writes it has a lock on that row. So
 * nothing of a session is written once {@link #end} has returned, whichever server still has a
 * request of it. Does nothing for a server that is alone. Thread-safe.
 */
@ApplicationScoped
public class ClusterSessions {
  private final ClusterSettings settings;
  private final DataSource database;
  private final ClusterMember member;
  private final Clock clock;

  /** Users by the sessions of theirs that have been closed, and still have their rows. */
  private final Map<String, String> closing = new ConcurrentHashMap<>();

  /** For the container's proxy. */
  public ClusterSessions() {
    this(null, null, null, null);
  }

  /** Those of a server that is alone. */
  public static ClusterSessions alone() {
    return new ClusterSessions(ClusterSettings.alone(), null, null, null);
  }

  @Inject
  public ClusterSessions(
      ClusterSettings settings, DataSource database, ClusterMember member, Clock clock) {
    this.settings = settings;
    this.database = database;
    this.member = member;
    this.clock = clock;
  }

  /** A user logs in to this server. To be called before the login is answered. */
  public void opened(SecureConnection connection, AuthenticatedUser user) {
    if (settings.isCluster()) {
      change(
          "INSERT INTO chat_session (channel_binding, user_id, username, node_id, since,"
              + " connection_no, certificate, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          connection.channelBinding(),
          user.id().toString(),
          user.username(),
          member.id().toString(),
          clock.millis(),
          connection.id(),
          connection.peer().certificateSha256(),
          connection.remoteAddress().getHostAddress());
      member.tellUsers(Set.of(user.username()));
    }
  }

  /**
   * All that a session has asked for is decided. Returns at once: this may be told by the thread
   * that has the session's row locked.
   */
  public void closed(String channelBinding, String username) {
    if (settings.isCluster()) {
      closing.put(channelBinding, username);
    }
  }

  /** Takes out the sessions that have been closed; one that fails waits for the next time. */
  void takeOutClosed() {
    Set<String> users = new HashSet<>();
    for (Map.Entry<String, String> session : Map.copyOf(closing).entrySet()) {
      change("DELETE FROM chat_session WHERE channel_binding = ?", session.getKey());
      closing.remove(session.getKey());
      users.add(session.getValue());
    }
    member.tellUsers(users);
  }

  /**
   * Ends a session of a user, on whichever server it is: what it has asked for is in the record
   * now, or never will be. A session that is unknown, or another user's, is left as it is.
   */
  public void end(String channelBinding, UUID userId, String username) {
    if (settings.isCluster()) {
      int ended =
          change(
              "DELETE FROM chat_session WHERE channel_binding = ? AND user_id = ?",
              channelBinding,
              userId.toString());
      if (ended > 0) {
        member.tellUsers(Set.of(username));
      }
    }
  }

  /**
   * Ends all sessions of a user on other servers, which close the connections within a second.
   *
   * @return how many
   */
  public int endElsewhere(String username) {
    if (!settings.isCluster()) {
      return 0;
    }
    int ended =
        change(
            "DELETE FROM chat_session WHERE username = ? AND node_id <> ?",
            username,
            member.id().toString());
    member.tellUsers(Set.of(username));
    return ended;
  }

  /**
   * Ends a session on another server.
   *
   * @return false if there is no such session
   */
  public boolean endElsewhereById(String channelBinding) {
    if (!settings.isCluster()) {
      return false;
    }
    List<String> user =
        RowQuery.all(
            database,
            "SELECT username FROM chat_session WHERE channel_binding = ?",
            row -> row.getString(1),
            channelBinding);
    boolean ended =
        change("DELETE FROM chat_session WHERE channel_binding = ?", channelBinding) > 0;
    member.tellUsers(Set.copyOf(user));
    return ended;
  }

  /** The sessions of some users that are open, by their channel bindings. */
  public Set<String> openOf(Set<String> usernames) {
    return usernames.stream()
        .flatMap(user ->
            RowQuery.all(
                database,
                "SELECT channel_binding FROM chat_session WHERE username = ?",
                row -> row.getString(1),
                user)
                .stream())
        .collect(Collectors.toSet());
  }

  /**
   * A room that a user is in.
   *
   * @param user by name
   * @param id of the room
   * @param name of the room
   */
  record UsersRoom(String user, UUID id, String name) {}

  /** The rooms that some users are in; at most some hundred users at a time. */
  List<UsersRoom> rooms(List<String> usernames) {
    return RowQuery.all(
        database,
        "SELECT u.username, r.id, r.name FROM membership m JOIN users u ON u.id = m.user_id"
            + " JOIN room r ON r.id = m.room_id WHERE u.username IN ("
            + String.join(", ", Collections.nCopies(usernames.size(), "?"))
            + ")",
        row -> new UsersRoom(row.getString(1), UUID.fromString(row.getString(2)), row.getString(3)),
        usernames.toArray());
  }

  /** The logins to other servers, in no particular order; none where this server is alone. */
  public List<ClusterSession> listElsewhere() {
    if (!settings.isCluster()) {
      return List.of();
    }
    return RowQuery.all(
        database,
        "SELECT s.channel_binding, s.connection_no, s.username, s.certificate, s.address, s.since,"
            + " n.label FROM chat_session s JOIN cluster_node n ON n.id = s.node_id"
            + " WHERE s.node_id <> ?",
        row ->
            new ClusterSession(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                InetAddress.ofLiteral(row.getString(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7)),
        member.id().toString());
  }

  /** The users who are logged in to other servers. */
  Set<String> elsewhere() {
    return Set.copyOf(
        RowQuery.all(
            database,
            "SELECT DISTINCT username FROM chat_session WHERE node_id <> ?",
            row -> row.getString(1),
            member.id().toString()));
  }

  /** Those of some users who are logged in to other servers. */
  Set<String> elsewhere(Set<String> usernames) {
    return usernames.stream()
        .filter(user ->
            !RowQuery.all(
                    database,
                    "SELECT 1 FROM chat_session WHERE username = ? AND node_id <> ?",
                    row -> true,
                    user,
                    member.id().toString())
                .isEmpty())
        .collect(Collectors.toSet());
  }

  private int change(String sql, Object... values) {
    try (Connection connection = database.getConnection()) {
      return RowQuery.change(connection, sql, values);
    } catch (SQLException e) {
      throw new ClusterException("the table of sessions cannot be changed", e);
    }
  }
}
