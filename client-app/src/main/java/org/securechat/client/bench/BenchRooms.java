package org.securechat.client.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.securechat.client.ClientException;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.Visibility;

/** The rooms of benchmarks. They stay, as the users do; a room's members follow from its name. */
final class BenchRooms {
  /** Connections that are made at the same time; more would only wait for each other. */
  static final int AT_ONCE = 8;

  private BenchRooms() {}

  /** The request for the user's rooms behind a name. */
  static Request page(long id, String after) {
    return new Request.Rooms(id, RoomListing.MEMBER, Optional.of(after), Request.Rooms.MAX_LIMIT);
  }

  /** Connects, with an account that is made if it is not there, and logs in. */
  static LoggedIn logIn(BenchTarget target, BenchUser user, int readAhead) throws ClientException {
    LoadConnection connection = LoadConnection.open(target, user, readAhead);
    try {
      if (user.fresh()) {
        register(connection);
      }
      return new LoggedIn(connection, names(loginOrRegister(connection)));
    } catch (ClientException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Sees to it that all of them have accounts. */
  static List<BenchUser> accounts(BenchTarget target, List<BenchUser> users, int readAhead)
      throws ClientException {
    List<Callable<BenchUser>> logins = new ArrayList<>();
    for (BenchUser user : users) {
      logins.add(() -> {
        logIn(target, user, readAhead).connection().bye();
        return user.known();
      });
    }
    return Workers.all(AT_ONCE, target.threads(), logins);
  }

  private static List<RoomInfo> loginOrRegister(LoadConnection connection) throws ClientException {
    try {
      return connection.login();
    } catch (RefusedLoadException e) {
      if (e.error() != ErrorCode.BAD_CREDENTIALS || connection.user().fresh()) {
        throw e;
      }
      // The users are kept for longer than a server's data may be.
      connection.register();
      return connection.login();
    }
  }

  /** There can be an account all the same, if the folder of the users was kept elsewhere. */
  private static void register(LoadConnection connection) throws ClientException {
    try {
      connection.register();
    } catch (RefusedLoadException e) {
      if (e.error() != ErrorCode.NAME_TAKEN) {
        throw e;
      }
    }
  }

  private static Set<String> names(List<RoomInfo> rooms) {
    return rooms.stream().map(RoomInfo::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A connection whose user is logged in.
   *
   * @param rooms those that the user is in
   */
  record LoggedIn(LoadConnection connection, Set<String> rooms) {}

  /**
   * Has all of them in a room.
   *
   * @return the room as it is then
   */
  static RoomInfo enter(String room, List<LoggedIn> members) throws ClientException {
    LoggedIn owner = members.getFirst();
    if (!owner.rooms().contains(room)) {
      create(room, owner.connection());
    }
    for (LoggedIn member : members.subList(1, members.size())) {
      if (!member.rooms().contains(room)) {
        join(room, member.connection());
      }
    }
    return owner
        .connection()
        .ask(id -> new Request.RoomRequest(id, room), Answer.RoomAnswer.class)
        .room();
  }

  private static void create(String room, LoadConnection connection) throws ClientException {
    try {
      connection.ask(
          id -> new Request.Create(id, room, Visibility.PUBLIC), Answer.RoomAnswer.class);
    } catch (RefusedLoadException e) {
      if (e.error() != ErrorCode.NAME_TAKEN) {
        throw e;
      }
      join(room, connection);
    }
  }

  private static void join(String room, LoadConnection connection) throws ClientException {
    connection.ask(id -> new Request.Join(id, room), Answer.RoomAnswer.class);
  }

  /** The direct room of two. */
  static RoomInfo direct(LoggedIn one, LoggedIn other) throws ClientException {
    String user = other.connection().user().name();
    return one.connection().ask(id -> new Request.Direct(id, user), Answer.RoomAnswer.class).room();
  }
}
