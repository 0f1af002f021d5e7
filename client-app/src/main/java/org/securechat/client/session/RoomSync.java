package org.securechat.client.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.securechat.client.ClientException;
import org.securechat.client.connection.ChatConnection;
import org.securechat.client.connection.RequestRefusedException;
import org.securechat.client.lists.RoomList;
import org.securechat.client.storage.RoomArchive;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;

/** The rooms that a session follows. Confined to the session's thread. */
final class RoomSync {
  private final Path account;
  private final SenderCertificates.Trust trust;
  private final SessionListener listener;
  private final Outbox outbox;
  private final boolean everything;
  private final Map<String, SyncedRoom> rooms = new LinkedHashMap<>();

  /** The connection that missing certificates are asked for on. */
  private ChatConnection connection;

  /** Looks into a room in which the server has contradicted itself. */
  private Examiner examiner = (_, _) -> {};

  /** Hears of rooms that a server contradicts itself in. */
  interface Examiner {
    void examine(ChatConnection live, SyncedRoom room) throws ClientException;
  }

  private final SenderCertificates certificates;
  private final MessageCheck check;

  /**
   * Follows nothing yet.
   *
   * @param everything whether a room that speaks up is followed unasked
   */
  RoomSync(SessionSettings settings, SessionListener listener, Outbox outbox, boolean everything)
      throws ClientException {
    try {
      this.account =
          settings.data().account(settings.connection().server().folderName(), settings.user());
    } catch (IOException e) {
      throw new ClientException(
          "the data folder cannot be made: " + e.getMessage(),
          "Set SECURECHAT_HOME to a folder that you may write to.",
          e);
    }
    this.trust = new SenderCertificates.Trust(settings.authorities(), settings.revocations());
    this.listener = listener;
    this.outbox = outbox;
    this.everything = everything;
    this.certificates =
        new SenderCertificates(trust, account.resolve("certificates"), this::certificate);
    this.check = new MessageCheck(certificates);
  }

  /** From now on that one looks into what the server contradicts. */
  void examineWith(Examiner one) {
    examiner = one;
  }

  private Answer.CertificateAnswer certificate(String sha256) throws ClientException {
    return connection.ask(
        id -> new Request.CertificateRequest(id, sha256), Answer.CertificateAnswer.class);
  }

  /** The certificates that are known, and those that can be fetched. */
  SenderCertificates certificates() {
    return certificates;
  }

  /** Where everything of this user and server is kept. */
  Path account() {
    return account;
  }

  Optional<SyncedRoom> room(String name) {
    return Optional.ofNullable(rooms.get(name));
  }

  Collection<SyncedRoom> all() {
    return List.copyOf(rooms.values());
  }

  void forget(String name) {
    rooms.remove(name);
  }

  /** Starts or goes on to follow a room: fetches and checks what is missing. */
  SyncedRoom follow(ChatConnection live, RoomInfo info) throws ClientException {
    connection = live;
    SyncedRoom room = rooms.get(info.name());
    if (room == null || !room.id().equals(info.id())) {
      room = SyncedRoom.open(info, account, check, listener, outbox);
      rooms.put(info.name(), room);
    }
    room.catchUp(live, info);
    examine(live, room);
    return room;
  }

  /** Checks lines that the server has found in a room, whether it is followed or not. */
  List<RoomMessage.Found> judge(ChatConnection live, RoomInfo info, List<Entry> entries)
      throws ClientException {
    connection = live;
    SyncedRoom room = rooms.get(info.name());
    if (room == null || !room.id().equals(info.id())) {
      if (!RoomArchive.isKept(account, info.id())) {
        return SyncedRoom.judge(info, check, entries);
      }
      room = SyncedRoom.open(info, account, check, listener, outbox);
    }
    List<RoomMessage.Found> found = room.judge(entries);
    if (room.isContradicted()) {
      // Whoever looks into it looks for it here.
      rooms.put(info.name(), room);
      examine(live, room);
    }
    return found;
  }

  private void examine(ChatConnection live, SyncedRoom room) throws ClientException {
    if (room.takeContradicted()) {
      examiner.examine(live, room);
    }
  }

  /** After a reconnection: catches up with every room that was followed before. */
  void resume(ChatConnection live, List<RoomInfo> known) throws ClientException {
    connection = live;
    for (RoomInfo info : known) {
      if (rooms.containsKey(info.name())) {
        resume(live, info);
      }
    }
  }

  /** A room that cannot be read now is no reason to stay away from the others. */
  private void resume(ChatConnection live, RoomInfo info) throws ClientException {
    try {
      follow(live, info);
    } catch (RequestRefusedException e) {
      listener.trouble(e);
    }
  }

  /** Takes in a line; finds out about its room if this is the first one heard of it. */
  void arrived(ChatConnection live, Entry entry) throws ClientException {
    connection = live;
    SyncedRoom room = rooms.get(entry.room());
    if (room != null) {
      room.arrived(live, entry);
      examine(live, room);
    } else if (everything) {
      Optional<RoomInfo> info = RoomList.find(live, entry.room());
      if (info.isPresent()) {
        follow(live, info.get()).arrived(live, entry);
      }
    }
  }
}
