package org.securechat.server.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.Visibility;
import org.securechat.protocol.name.Names;
import org.securechat.server.query.RowQuery;

/** The tables {@code room}, {@code membership} and {@code invitation}, read. */
@ApplicationScoped
public class JdbcRoomRepository implements RoomRepository {
  private static final String ROOM =
      "SELECT r.id, r.name, r.visibility, r.archived_at, t.topic, t.moderators_only,"
          + " t.slow_seconds, m.role";

  private static final String TERMS = " LEFT JOIN room_terms t ON t.room_id = r.id";

  private static final String AS_THE_USER_STANDS =
      ROOM
          + ", m.user_id, i.user_id FROM room r"
          + TERMS
          + " LEFT JOIN membership m ON m.room_id = r.id AND m.user_id = ?"
          + " LEFT JOIN invitation i ON i.room_id = r.id AND i.user_id = ?";

  private static final String BY_NAME = AS_THE_USER_STANDS + " WHERE r.name = ?";

  // From the user's rows to the rooms: over all rooms it would cost the more, the more there are.
  private static final String OF_USER =
      ROOM
          + " FROM membership m JOIN room r ON r.id = m.room_id"
          + TERMS
          + " WHERE m.user_id = ? AND r.name > ? ORDER BY r.name LIMIT ?";

  private static final String OF_VISIBILITY =
      AS_THE_USER_STANDS
          + " WHERE r.visibility = ? AND r.archived_at IS NULL AND r.name > ?"
          // As the index has them: then no more is read than a page of each visibility.
          + " ORDER BY r.visibility, r.name LIMIT ?";

  private static final List<Visibility> LISTED =
      Stream.of(Visibility.values()).filter(Visibility::isListed).toList();

  private static final String OF_LISTED_VISIBILITIES =
      LISTED.stream()
          .map(_ -> "(" + OF_VISIBILITY + ")")
          .collect(Collectors.joining(" UNION ALL ", "", " ORDER BY name LIMIT ?"));

  private static final String MEMBERS =
      "SELECT m.user_id, u.username, m.role, m.joined_at, u.bot"
          + " FROM membership m JOIN users u ON u.id = m.user_id"
          + " WHERE m.room_id = ? ORDER BY u.username";

  private final DataSource database;

  /** For the container's proxy. */
  public JdbcRoomRepository() {
    this(null);
  }

  @Inject
  public JdbcRoomRepository(DataSource database) {
    this.database = database;
  }

  @Override
  public Optional<RoomAccess> access(String name, UUID userId) {
    if (!Names.isRoom(name)) {
      // Databases differ in which letters they take for equal; among valid names they agree.
      return Optional.empty();
    }
    String user = userId.toString();
    return RowQuery.all(database, BY_NAME, JdbcRoomRepository::standing, user, user, name).stream()
        .findFirst();
  }

  @Override
  public List<RoomAccess> memberships(UUID userId, String after, int limit) {
    return RowQuery.all(
        database, OF_USER, row -> room(row, true, false), userId.toString(), after, limit);
  }

  @Override
  public List<RoomAccess> listed(UUID userId, String after, int limit) {
    String user = userId.toString();
    List<Object> values = new ArrayList<>();
    LISTED.forEach(
        visibility -> values.addAll(List.of(user, user, visibility.wireName(), after, limit)));
    values.add(limit);
    return RowQuery.all(
        database, OF_LISTED_VISIBILITIES, JdbcRoomRepository::standing, values.toArray());
  }

  private static RoomAccess standing(ResultSet row) throws SQLException {
    return room(row, row.getString(9) != null, row.getString(10) != null);
  }

  private static RoomAccess room(ResultSet row, boolean member, boolean invited)
      throws SQLException {
    return new RoomAccess(
        UUID.fromString(row.getString(1)),
        row.getString(2),
        Visibility.of(row.getString(3)).orElseThrow(),
        row.getObject(4) != null,
        member,
        invited,
        terms(row));
  }

  private static RoomTerms terms(ResultSet row) throws SQLException {
    String topic = row.getString(5);
    return new RoomTerms(
        topic == null ? "" : topic,
        Optional.ofNullable(row.getString(8)).flatMap(RoomRole::of),
        row.getInt(6) != 0,
        row.getInt(7),
        "",
        List.of());
  }

  @Override
  public List<Member> members(UUID roomId) {
    return RowQuery.all(database, MEMBERS, JdbcRoomRepository::member, roomId.toString());
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(
        UUID.fromString(row.getString(1)),
        row.getString(2),
        RoomRole.of(row.getString(3)).orElseThrow(),
        row.getBoolean(5),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  @Override
  public long countMade(UUID userId) {
    return count(RoomCounts.MADE, userId.toString());
  }

  @Override
  public long countMemberships(UUID userId) {
    return count(RoomCounts.MEMBERSHIPS, userId.toString());
  }

  @Override
  public long countDirectMade(UUID userId, Instant since) {
    return count(RoomCounts.DIRECT_MADE, userId.toString(), since.toEpochMilli());
  }

  private long count(String sql, Object... values) {
    return RowQuery.all(database, sql, row -> row.getLong(1), values).getFirst();
  }
}
