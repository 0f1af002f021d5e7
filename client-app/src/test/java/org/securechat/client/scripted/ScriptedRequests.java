package org.securechat.client.scripted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Entry;
import org.securechat.protocol.application.ErrorCode;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomListing;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.crypto.PasswordKey;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.MessagePayload;
import org.securechat.protocol.evidence.Receipt;
import org.securechat.protocol.evidence.ReceiptSigning;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.name.Names;

/** What the scripted server answers on one connection. */
final class ScriptedRequests {
  /** Rooms of one page: small, so that every test with some rooms turns one. */
  private static final int PAGE = 2;

  private static final Set<ErrorCode> EARLY =
      EnumSet.of(ErrorCode.TOO_LARGE, ErrorCode.BAD_REQUEST, ErrorCode.SIGNATURE_INVALID);

  private final ScriptedServer server;
  private final ScriptedServer.Peer peer;
  private final PeerIdentity identity;
  private final Map<String, Long> firstLines = new HashMap<>();
  private volatile String user;
  private long seq = 1;

  ScriptedRequests(ScriptedServer server, ScriptedServer.Peer peer, PeerIdentity identity) {
    this.server = server;
    this.peer = peer;
    this.identity = identity;
  }

  String user() {
    return user;
  }

  /** Answers; false when the connection is over. */
  boolean answer(Request request) throws Exception {
    long id = request.id();
    if (request instanceof Request.Kdf kdf) {
      Request.Register account = server.accounts.get(kdf.user());
      boolean known = account != null;
      ok(
          id,
          new Answer.KdfAnswer(
              known ? account.salt() : new byte[PasswordKey.SALT_LENGTH],
              known ? account.kdf() : ScriptedServer.CHEAP));
    } else if (request instanceof Request.Register register) {
      register(register);
    } else if (request instanceof Request.Login login) {
      login(login);
    } else if (user == null) {
      fail(id, ErrorCode.NOT_LOGGED_IN);
    } else {
      return answerUser(request);
    }
    return true;
  }

  private void register(Request.Register register) {
    if (!identity.names(register.username())) {
      fail(register.id(), ErrorCode.IDENTITY_MISMATCH);
    } else if (server.accounts.putIfAbsent(register.username(), register) != null) {
      fail(register.id(), ErrorCode.NAME_TAKEN);
    } else {
      ok(register.id(), new Answer.Empty());
    }
  }

  private void login(Request.Login login) {
    Request.Register account = server.accounts.get(login.user());
    if (account == null || !login.key().equals(Optional.of(account.key()))) {
      fail(login.id(), ErrorCode.BAD_CREDENTIALS);
      return;
    }
    if (login.ends().isPresent()) {
      if (server.unsettled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        fail(login.id(), ErrorCode.UNAVAILABLE);
        return;
      }
      server.settle(login.ends().get());
      server.beforeSettledLogin.run();
      server.beforeSettledLogin = () -> {};
    }
    server.rooms.forEach((name, room) -> firstLines.put(name, room.entries().size() + 1L));
    user = login.user();
    ok(login.id(), loginAnswer());
  }

  private Answer.LoginAnswer loginAnswer() {
    Answer.RoomsAnswer first = page(RoomListing.MEMBER, Optional.empty(), PAGE);
    return new Answer.LoginAnswer(
        user, first.rooms(), first.more(), "2026-11-22T00:00:00.000Z", seq, server.kinds);
  }

  private Answer.RoomsAnswer page(RoomListing listing, Optional<String> after, int limit) {
    List<RoomInfo> behind =
        infos().stream()
            .filter(room -> listing == RoomListing.PUBLIC || room.member())
            .filter(room -> listing == RoomListing.MEMBER || !room.name().startsWith("dm:"))
            .filter(room -> after.isEmpty() || room.name().compareTo(after.get()) > 0)
            .sorted(Comparator.comparing(RoomInfo::name))
            .toList();
    int size = Math.min(behind.size(), Math.min(limit, PAGE));
    return new Answer.RoomsAnswer(behind.subList(0, size), size < behind.size());
  }

  private void direct(Request.Direct direct) {
    if (!server.accounts.containsKey(direct.user())) {
      fail(direct.id(), ErrorCode.NO_SUCH_USER);
      return;
    }
    String name = Names.directRoom(user, direct.user());
    firstLines.putIfAbsent(name, 1L);
    server.room(name).members.addAll(List.of(user, direct.user()));
    ok(direct.id(), new Answer.RoomAnswer(server.room(name).info(user)));
  }

  private List<RoomInfo> infos() {
    return server.rooms.values().stream()
        .filter(room -> !room.info(user).name().startsWith("dm:") || room.info(user).member())
        .map(room -> room.info(user))
        .toList();
  }

  private boolean answerUser(Request request) throws Exception {
    long id = request.id();
    switch (request) {
      case Request.Rooms list -> ok(id, page(list.listing(), list.after(), list.limit()));
      case Request.RoomRequest one ->
          infos().stream()
              .filter(room -> room.name().equals(one.room()))
              .findFirst()
              .ifPresentOrElse(
                  room -> ok(id, new Answer.RoomAnswer(room)),
                  () -> fail(id, ErrorCode.NO_SUCH_ROOM));
      case Request.Invitations list -> ok(id, server.invitations.page(user, list));
      case Request.Blocked list -> ok(id, server.invitations.page(user, list));
      case Request.Decline decline -> {
        server.invitations.decline(user, decline.room());
        ok(id, new Answer.Empty());
      }
      case Request.Block block -> {
        server.invitations.block(user, block.user());
        ok(id, new Answer.Empty());
      }
      case Request.Unblock unblock -> {
        server.invitations.unblock(user, unblock.user());
        ok(id, new Answer.Empty());
      }
      case Request.Who who ->
          ok(
              id,
              new Answer.WhoAnswer(
                  who.room(),
                  server.room(who.room()).members.stream()
                      .map(name -> new Answer.Member(name, true, RoomRole.MEMBER, false))
                      .toList()));
      case Request.Join join -> enter(id, join.room(), EventPayload.Event.JOINED);
      case Request.Create create -> {
        server.room(create.room()).visibility(create.visibility());
        enter(id, create.room(), EventPayload.Event.CREATED);
      }
      case Request.Direct direct -> direct(direct);
      case Request.Moderate moderate -> {
        server.room(moderate.room()).decide(user, moderate);
        ok(id, new Answer.RoomAnswer(server.room(moderate.room()).info(user)));
      }
      case Request.Leave leave -> {
        server.room(leave.room()).members.remove(user);
        ok(id, new Answer.RoomAnswer(server.room(leave.room()).info(user)));
      }
      case Request.Send send -> {
        return send(send);
      }
      case Request.FileRequest file -> {
        Optional<Answer> answer = server.files.answer(file);
        if (server.files.isCut()) {
          server.cut();
          return false;
        }
        answer.ifPresentOrElse(found -> ok(id, found), () -> fail(id, server.files.refusal(file)));
      }
      case Request.History history -> history(history);
      case Request.Search search -> search(search);
      case Request.CertificateRequest wanted ->
          ok(
              id,
              new Answer.CertificateAnswer(
                  wanted.sha256(), server.certificates.get(wanted.sha256()), List.of()));
      case Request.ReceiptRequest receipt ->
          receipt(OptionalLong.of(id), receipt.room(), receipt.first().orElse(1), receipt.last());
      case Request.Bye _ -> {
        ok(id, new Answer.Empty());
        for (String room : firstLines.keySet()) {
          if (server.room(room).entries().size() >= firstLines.get(room)) {
            receipt(OptionalLong.empty(), room, firstLines.get(room), OptionalLong.empty());
          }
        }
        peer.sayClose();
        return false;
      }
      case Request.Countersign countersign -> {
        server.countersignatures.add(countersign);
        ok(id, new Answer.Empty());
      }
      default -> ok(id, new Answer.Empty());
    }
    return true;
  }

  private void enter(long id, String name, EventPayload.Event event) {
    ScriptedRoom room = server.room(name);
    firstLines.putIfAbsent(name, room.entries().size() + 1L);
    if (room.members.add(user)) {
      room.event(event, user);
    }
    ok(id, new Answer.RoomAnswer(room.info(user)));
  }

  /** PROTOCOL.md 8.3: what is refused before the signature was verified uses up no number. */
  private boolean send(Request.Send send) throws Exception {
    MessagePayload payload = MessagePayload.parse(send.message().payload());
    server.asked.add(payload);
    String name = send.room();
    ScriptedRoom room = server.room(name);
    Optional<ErrorCode> wanted = server.refusal;
    server.refusal = Optional.empty();
    if (wanted.filter(EARLY::contains).isPresent()) {
      return refuse(send, wanted.get());
    }
    if (!payload.channelBinding().equals(peer.channelBinding()) || !payload.room().equals(name)) {
      return refuse(send, ErrorCode.SIGNATURE_INVALID);
    }
    if (payload.seq() != seq) {
      return refuse(send, payload.seq() < seq ? ErrorCode.REPLAYED : ErrorCode.BAD_REQUEST);
    }
    seq++;
    if (wanted.isPresent()) {
      return refuse(send, wanted.get());
    }
    if (!server.room(name).members.contains(user)) {
      return refuse(send, ErrorCode.FORBIDDEN);
    }
    if (!payload.roomId().equals(room.id())) {
      return refuse(send, ErrorCode.FORK);
    }
    return commit(send, name);
  }

  private boolean refuse(Request.Send send, ErrorCode code) {
    server.refused.add(code);
    fail(send.id(), code);
    return true;
  }

  private boolean commit(Request.Send send, String name) {
    if (server.hangUpBeforeCommit) {
      server.hangUpBeforeCommit = false;
      return false;
    }
    if (server.undecided.isPresent()) {
      ScriptedServer.Undecided how = server.undecided.get();
      server.undecided = Optional.empty();
      if (how != ScriptedServer.Undecided.DROPPED) {
        server.held.put(
            peer.channelBinding(),
            () -> server.room(name).append(user, identityDer(), send.message()));
      }
      return how == ScriptedServer.Undecided.SILENT;
    }
    Entry entry = server.room(name).append(user, identityDer(), send.message());
    if (server.hangUpAfterCommit) {
      server.hangUpAfterCommit = false;
      return false;
    }
    if (server.unavailableAfterCommit) {
      server.unavailableAfterCommit = false;
      fail(send.id(), ErrorCode.UNAVAILABLE);
      return true;
    }
    server.lie.apply(entry).ifPresent(e -> server.push(new ServerMessage.MessagePush(e), name));
    if (server.hangUpAfterPush) {
      server.hangUpAfterPush = false;
      return false;
    }
    ok(send.id(), new Answer.SentAnswer(name, entry.position(), entry.chain(), entry.receivedAt()));
    return true;
  }

  private byte[] identityDer() {
    try {
      return identity.leaf().getEncoded();
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void history(Request.History history) {
    List<Entry> all = server.room(history.room()).entries();
    List<Entry> page = new ArrayList<>();
    // Small pages, so that every test of any length turns one.
    int limit = Math.min(3, history.limit());
    for (Entry entry : all) {
      if (entry.position() > history.after() && entry.position() <= history.after() + limit) {
        server.lie.apply(entry).ifPresent(page::add);
      }
    }
    ok(
        history.id(),
        new Answer.HistoryAnswer(history.room(), page, all.size() > history.after() + limit));
  }

  /** Two at once, so that every test with some turns a page. */
  private void search(Request.Search search) {
    if (!server.room(search.room()).members.contains(user)) {
      fail(search.id(), ErrorCode.NO_SUCH_ROOM);
      return;
    }
    List<Entry> all = server.room(search.room()).entries();
    List<Entry> page = new ArrayList<>();
    long searchedTo = 1;
    boolean more = false;
    long last = Math.min(all.size(), search.before().orElse(Long.MAX_VALUE) - 1);
    for (long position = last; position >= 1 && !more; position--) {
      Entry entry = all.get((int) position - 1);
      if (ScriptedRoom.says(entry, search)) {
        more = page.size() == Math.min(PAGE, search.limit());
        searchedTo = more ? page.getLast().position() : searchedTo;
        if (!more) {
          server.lie.apply(entry).ifPresent(page::add);
        }
      }
    }
    server
        .searchLie
        .apply(new Answer.SearchAnswer(search.room(), page, searchedTo, more))
        .ifPresentOrElse(
            answer -> ok(search.id(), answer), () -> fail(search.id(), ErrorCode.FORBIDDEN));
  }

  private void receipt(OptionalLong re, String name, long first, OptionalLong last) {
    Receipt receipt = server.room(name).receipt(user, peer.channelBinding(), first, last);
    byte[] json = server.receiptLie.apply(receipt.encode());
    peer.send(
        new ServerMessage.ReceiptMessage(re, json, ReceiptSigning.sign(server.receipts, json)));
  }

  private void ok(long id, Answer answer) {
    peer.send(Ok.of(id, answer));
  }

  private void fail(long id, ErrorCode code) {
    peer.send(new ServerMessage.Failure(id, code, ""));
  }
}
