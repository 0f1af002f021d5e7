package org.securechat.client.session;

import java.util.List;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.Outlook;
import org.securechat.client.identity.Identity;
import org.securechat.client.lists.RoomList;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Kinds;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.evidence.Kind;

/** A connection on which a user is logged in, with the counter that belongs to it. */
final class LoggedInConnection {
  private final ChatConnection connection;
  private final List<RoomInfo> rooms;
  private final String user;
  private final List<String> kinds;

  /** The next message's number. Guarded by the session's lock for sending. */
  private long nextSeq;

  private LoggedInConnection(
      ChatConnection connection, Answer.LoginAnswer answer, List<RoomInfo> rooms) {
    this.connection = connection;
    this.rooms = rooms;
    this.user = answer.user();
    this.kinds = answer.kinds();
    this.nextSeq = answer.nextSeq();
  }

  /**
   * Connects and logs in; closes the connection if that fails.
   *
   * @param lost the channel binding of an earlier session, which is settled when this returns
   */
  static LoggedInConnection open(
      SessionSettings settings,
      LoginKey key,
      Optional<String> lost,
      ChatConnection.Listener listener)
      throws ClientException {
    Identity.username(settings.user());
    ChatConnection connection = ChatConnection.open(settings.connection(), listener);
    try {
      String user = settings.user();
      Answer.KdfAnswer asked =
          connection.ask(id -> new Request.Kdf(id, user), Answer.KdfAnswer.class);
      var derived = key.forAccount(asked);
      Answer.LoginAnswer answer =
          connection.ask(
              id -> new Request.Login(id, user, derived, Kinds.KNOWN, lost),
              Answer.LoginAnswer.class);
      return new LoggedInConnection(
          connection, answer, RoomList.memberships(connection, answer.rooms(), answer.more()));
    } catch (ClientException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  ChatConnection connection() {
    return connection;
  }

  List<RoomInfo> rooms() {
    return rooms;
  }

  String user() {
    return user;
  }

  long nextSeq() {
    return nextSeq;
  }

  /** Whether the server knows the user as a program, and takes no word of a person from it. */
  boolean isBot() {
    return kinds.contains(Kind.MESSAGE.ofPrograms().toString())
        && !kinds.contains(Kind.MESSAGE.toString());
  }

  /**
   * @throws ClientException if the server takes no messages of that kind
   */
  void requireKind(Kind kind) throws ClientException {
    if (!kinds.contains(kind.toString())) {
      throw new ClientException(
          "this server does not know what a " + kind.ofPeople().name() + " is",
          "It is older than this program. Say it in a plain message.");
    }
  }

  void sent() {
    nextSeq++;
  }

  /** PROTOCOL.md §8.3: whether the number is still due depends on the answer. */
  void refused(ErrorCode why) {
    if (Outlook.usesUpNumber(why)) {
      nextSeq++;
    }
  }
}
