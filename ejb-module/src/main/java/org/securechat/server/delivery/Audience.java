package org.securechat.server.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who is connected and listens to which room. A login connects from any thread; all other changes
 * are made on the delivery thread alone. Reading is safe from any thread.
 */
final class Audience {

  private final Map<UUID, Set<Subscriber>> byRoom = new ConcurrentHashMap<>();
  private final Map<String, Set<Subscriber>> byUser = new ConcurrentHashMap<>();
  private final Set<Subscriber> connected = ConcurrentHashMap.newKeySet();

  void connect(Subscriber subscriber) {
    byUser
        .computeIfAbsent(subscriber.userName(), id -> ConcurrentHashMap.newKeySet())
        .add(subscriber);
    connected.add(subscriber);
  }

  /** The rooms, with their names, that have lost the last login of this user. */
  Map<UUID, String> disconnect(Subscriber subscriber) {
    Map<UUID, String> left = new HashMap<>();
    subscriber
        .listening()
        .forEach((name, room) -> {
          byRoom.computeIfPresent(room, (id, set) -> without(set, subscriber));
          if (!isPresent(room, subscriber.userName())) {
            left.put(room, name);
          }
        });
    subscriber.listening().clear();
    connected.remove(subscriber);
    byUser.computeIfPresent(subscriber.userName(), (id, set) -> without(set, subscriber));
    return left;
  }

  /** Whether the user was not in the room before. A login that has ended is not taken in. */
  boolean subscribe(UUID room, String name, Subscriber subscriber) {
    if (!connected.contains(subscriber)) {
      return false;
    }
    boolean first = !isPresent(room, subscriber.userName());
    byRoom.computeIfAbsent(room, id -> ConcurrentHashMap.newKeySet()).add(subscriber);
    subscriber.listening().put(name, room);
    return first;
  }

  void unsubscribe(UUID room, Subscriber subscriber) {
    byRoom.computeIfPresent(room, (id, set) -> without(set, subscriber));
    subscriber.listening().values().remove(room);
  }

  Set<String> users() {
    return Set.copyOf(byUser.keySet());
  }

  Set<UUID> rooms() {
    return Set.copyOf(byRoom.keySet());
  }

  Collection<Subscriber> of(UUID room) {
    return byRoom.getOrDefault(room, Set.of());
  }

  Collection<Subscriber> ofUser(String user) {
    return byUser.getOrDefault(user, Set.of());
  }

  boolean listens(UUID room, Subscriber subscriber) {
    return of(room).contains(subscriber);
  }

  Set<String> present(UUID room, Predicate<Subscriber> counts) {
    return of(room).stream().filter(counts).map(Subscriber::userName).collect(Collectors.toSet());
  }

  Collection<Subscriber> connected() {
    return List.copyOf(connected);
  }

  boolean isPresent(UUID room, String user) {
    return ofUser(user).stream().anyMatch(login -> listens(room, login));
  }

  private static Set<Subscriber> without(Set<Subscriber> set, Subscriber subscriber) {
    set.remove(subscriber);
    return set.isEmpty() ? null : set;
  }
}
