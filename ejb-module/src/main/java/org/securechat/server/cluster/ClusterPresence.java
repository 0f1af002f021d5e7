package org.securechat.server.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.securechat.server.DomainException;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.Users;
import org.securechat.server.cluster.ClusterSessions.UsersRoom;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;

/**
 * Who is logged in to other servers of the cluster. What is here is seconds old at most, and
 * decides nothing but what people are shown. Thread-safe.
 */
@ApplicationScoped
public class ClusterPresence {
  private static final int USERS_AT_A_TIME = 200;

  private final ClusterSessions sessions;
  private final Delivery delivery;
  private final Users users;
  private final RoomService rooms;
  private final TranscriptLedger ledger;
  private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
  private final Set<String> uncertain = ConcurrentHashMap.newKeySet();

  /** For the container's proxy. */
  public ClusterPresence() {
    this(null, null, null, null, null);
  }

  @Inject
  public ClusterPresence(
      ClusterSessions sessions,
      Delivery delivery,
      Users users,
      RoomService rooms,
      TranscriptLedger ledger) {
    this.sessions = sessions;
    this.delivery = delivery;
    this.users = users;
    this.rooms = rooms;
    this.ledger = ledger;
  }

  /** Has those who are logged in elsewhere shown as present from now on. */
  void start() {
    delivery.elsewhere(elsewhere::contains);
    refresh();
  }

  /** A user of this server may be in a room that no login of theirs listens to. */
  void lookAtRoomsOf(String user) {
    uncertain.add(user);
  }

  /**
   * Lets logins listen to the rooms that their users have been taken into by other servers, of
   * which no hint has told in time.
   *
   * @param all whether to look at all users of this server, or at those only who may miss one
   */
  void enterMissed(boolean all) {
    List<String> look = List.copyOf(all ? delivery.users() : uncertain);
    uncertain.clear();
    for (int from = 0; from < look.size(); from += USERS_AT_A_TIME) {
      sessions
          .rooms(look.subList(from, Math.min(from + USERS_AT_A_TIME, look.size())))
          .forEach(room -> {
            if (delivery.misses(room.user(), room.id())) {
              enter(room);
            }
          });
    }
  }

  private void enter(UsersRoom room) {
    try {
      long last = ledger.head(room.id()).position();
      delivery.enter(room.user(), room.id(), room.name(), last + 1);
    } catch (DomainException e) {
      // A room that does not verify is served to nobody; the ledger has logged why.
    }
  }

  /** See {@link ClusterSessions#takeOutClosed}. */
  void takeOutClosed() {
    sessions.takeOutClosed();
  }

  /**
   * Looks at all sessions: the hint of one that has begun or ended may have been lost. One look at
   * a time, so that what was read first is not shown last.
   */
  synchronized void refresh() {
    Set<String> now = sessions.elsewhere();
    Set<String> changed = new HashSet<>(elsewhere);
    changed.addAll(now);
    changed.forEach(user -> show(user, now.contains(user)));
  }

  synchronized void changed(@Observes SessionsChanged changed) {
    Set<String> now = sessions.elsewhere(changed.users());
    changed.users().forEach(user -> show(user, now.contains(user)));
  }

  private void show(String user, boolean online) {
    boolean different = online ? elsewhere.add(user) : elsewhere.remove(user);
    if (different) {
      delivery.announceElsewhere(user, online, roomsOf(user));
    }
  }

  private Map<UUID, String> roomsOf(String username) {
    Optional<AuthenticatedUser> user =
        users.byUsername(username).map(found -> new AuthenticatedUser(found.id(), username));
    return user.map(known ->
            rooms.own(known).stream().collect(Collectors.toMap(RoomAccess::id, RoomAccess::name)))
        .orElse(Map.of());
  }
}
