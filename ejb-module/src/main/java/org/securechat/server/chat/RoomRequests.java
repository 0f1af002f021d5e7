package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.securechat.protocol.application.Answer.LoginAnswer;
import org.securechat.protocol.application.Answer.Member;
import org.securechat.protocol.application.Answer.RoomsAnswer;
import org.securechat.protocol.application.Answer.WhoAnswer;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.ServiceException;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;

/** Requests about rooms: lists, members, and the changes of membership. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RoomRequests {

  @EJB private RoomService rooms;
  @EJB private TranscriptLedger ledger;
  @EJB private Delivery delivery;
  @EJB private MembershipService memberships;
  @Inject private Clock clock;

  /** Answers a login, and lets it listen to its rooms from the heads in the answer on. */
  public void listen(UserSession session, long re) {
    delivery.registerPending(session);
    List<RoomAccess> accessible;
    try {
      accessible = rooms.list(session.user());
      // Reads and verifies what is not in memory yet, so that the delivery thread need not.
      heads(accessible);
    } catch (RuntimeException e) {
      delivery.disconnect(session);
      throw e;
    }
    delivery.submit(() -> {
      List<RoomInfo> heads = heads(accessible);
      session
          .connection()
          .send(
              Ok.of(
                  re,
                  new LoginAnswer(
                      session.userName(),
                      ResponseTruncation.rooms(heads),
                      Timestamps.format(clock.instant()),
                      session.nextSequence())));
      for (RoomInfo room : heads) {
        if (room.member()) {
          delivery.subscribe(UUID.fromString(room.id()), room.name(), room.position() + 1, session);
        }
      }
      delivery.activate(session);
      notice(session, accessible, heads);
    });
  }

  /** Whoever misses a room in the list is told that it exists. */
  private static void notice(
      UserSession session, List<RoomAccess> accessible, List<RoomInfo> heads) {
    Set<String> served = heads.stream().map(RoomInfo::name).collect(Collectors.toSet());
    for (RoomAccess room : accessible) {
      if (room.isMember() && !served.contains(room.name())) {
        session.connection().send(new Notice("room " + room.name() + " is not served at present"));
      }
    }
  }

  /** The heads of the rooms that can be served; one whose record does not verify is left out. */
  private List<RoomInfo> heads(List<RoomAccess> accessible) {
    List<RoomInfo> heads = new ArrayList<>();
    for (RoomAccess room : accessible) {
      try {
        heads.add(info(room, ledger.head(room.id())));
      } catch (ServiceException e) {
        // The ledger has logged why; the user's other rooms are none the worse for it.
        continue;
      }
    }
    return heads;
  }

  static RoomInfo info(RoomAccess room, Head head) {
    return new RoomInfo(
        room.name(),
        room.id().toString(),
        room.visibility(),
        room.isMember(),
        head.position(),
        head.chain());
  }

  /** Whether it was a request about rooms. */
  public boolean handle(UserSession session, Request request) {
    if (request instanceof Request.Rooms) {
      session
          .connection()
          .send(
              Ok.of(
                  request.id(),
                  new RoomsAnswer(ResponseTruncation.rooms(heads(rooms.list(session.user()))))));
    } else if (request instanceof Request.Who who) {
      session.connection().send(Ok.of(request.id(), who(session, who.room())));
    } else if (request instanceof Request.Create create) {
      memberships.create(session, create);
    } else if (request instanceof Request.Join join) {
      memberships.join(session, join);
    } else if (request instanceof Request.Leave leave) {
      memberships.leave(session, leave);
    } else if (request instanceof Request.Invite invite) {
      memberships.invite(session, invite);
    } else {
      return false;
    }
    return true;
  }

  private WhoAnswer who(UserSession session, String name) {
    RoomAccess room = rooms.requireReader(name, session.user().id());
    Set<String> present = delivery.present(room.id());
    return new WhoAnswer(
        name,
        ResponseTruncation.members(
            rooms.members(session.user(), name).stream()
                .map(member -> new Member(member.username(), present.contains(member.username())))
                .toList()));
  }

  /** The room that this session may read. */
  public UUID readable(UserSession session, String name) {
    UUID listened = delivery.listenedRoom(session, name);
    return listened != null ? listened : rooms.requireReader(name, session.user().id()).id();
  }

  /**
   * The room that this session may write to. Whoever listens to a room is a member of it: the
   * common case is answered from memory.
   *
   * @param partner for a direct message, whose room is made if need be
   */
  public UUID writable(UserSession session, String name, Optional<String> partner) {
    UUID listened = delivery.listenedRoom(session, name);
    if (listened != null && !Names.isClassicRoom(name)) {
      return listened;
    }
    return partner
        .map(other -> memberships.direct(session, other))
        .orElseGet(() -> rooms.requireWriter(name, session.user().id()).id());
  }
}
