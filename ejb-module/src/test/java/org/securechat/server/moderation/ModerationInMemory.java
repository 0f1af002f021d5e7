package org.securechat.server.moderation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.protocol.evidence.ModerationPayload.Event;
import org.securechat.server.room.ServedRooms;

/** What was decided about rooms, in memory, for tests of the services above it. */
public class ModerationInMemory implements ModerationRepository {
  private record Key(UUID room, UUID user, Event event) {}

  private record Value(UUID room, Event event) {}

  private final Map<Key, Optional<Instant>> restrictions = new HashMap<>();
  private final Map<Value, String> values = new HashMap<>();
  private final Map<UUID, TreeSet<Long>> pins = new HashMap<>();
  private final ServedRooms rooms;
  private final Function<UUID, String> names;

  /** What {@link #written} answers. */
  public final List<Written> written = new ArrayList<>();

  /**
   * @param names of users, by their ids
   */
  public ModerationInMemory(ServedRooms rooms, Function<UUID, String> names) {
    this.rooms = rooms;
    this.names = names;
  }

  @Override
  public void restrict(UUID roomId, UUID userId, Event event, Optional<Instant> until) {
    restrictions.put(new Key(roomId, userId, event), until);
    if (event == Event.BANNED) {
      rooms.ban(roomId, userId, until.orElse(Instant.MAX));
    }
  }

  @Override
  public void lift(UUID roomId, UUID userId, Event event) {
    restrictions.remove(new Key(roomId, userId, event));
    if (event == Event.BANNED) {
      rooms.ban(roomId, userId, null);
    }
  }

  @Override
  public long countRestricted(UUID roomId, Event event) {
    return restrictions.keySet().stream()
        .filter(key -> key.room().equals(roomId) && key.event() == event)
        .count();
  }

  @Override
  public List<Long> pins(UUID roomId) {
    return List.copyOf(pins.getOrDefault(roomId, new TreeSet<>()));
  }

  @Override
  public void pin(UUID roomId, long position) {
    pins.computeIfAbsent(roomId, _ -> new TreeSet<>()).add(position);
  }

  @Override
  public void unpin(UUID roomId, long position) {
    pins.computeIfAbsent(roomId, _ -> new TreeSet<>()).remove(position);
  }

  @Override
  public void set(UUID roomId, Event event, String value, Instant at) {
    values.put(new Value(roomId, event), value);
    rooms.setTerms(
        roomId,
        new RoomTerms(
            get(roomId, Event.TOPIC).orElse(""),
            Optional.empty(),
            writing(roomId).moderatorsOnly(),
            writing(roomId).slow().seconds(),
            "",
            List.of()));
  }

  @Override
  public Optional<String> get(UUID roomId, Event event) {
    return Optional.ofNullable(values.get(new Value(roomId, event)));
  }

  @Override
  public Optional<Optional<Instant>> restriction(UUID roomId, UUID userId, Event event) {
    return Optional.ofNullable(restrictions.get(new Key(roomId, userId, event)));
  }

  @Override
  public Writing writing(UUID roomId) {
    Map<String, Instant> silenced = new HashMap<>();
    restrictions.forEach((key, until) -> {
      if (key.room().equals(roomId)) {
        silenced.put(names.apply(key.user()), until.orElse(Instant.MAX));
      }
    });
    Set<String> moderators = new HashSet<>();
    rooms.from(roomId, RoomRole.MODERATOR).forEach(user -> moderators.add(names.apply(user)));
    return new Writing(
        get(roomId, Event.WRITERS).filter(ModerationPayload.WRITERS_MODERATORS::equals).isPresent(),
        new SlowMode(get(roomId, Event.SLOW).map(Integer::parseInt).orElse(0), Instant.EPOCH),
        moderators,
        silenced);
  }

  @Override
  public List<UUID> restrictedRooms() {
    return values.keySet().stream().map(Value::room).toList();
  }

  @Override
  public boolean isMember(UUID roomId, String username) {
    return rooms.members(roomId).stream().anyMatch(member -> member.username().equals(username));
  }

  @Override
  public List<Written> written(UUID roomId, String sender, Instant after, int limit) {
    return written.stream().filter(line -> line.receivedAt().isAfter(after)).toList();
  }
}
