package org.securechat.server.chat;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.delivery.SecureConnection;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.room.DirectRoom;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.RoomAccess;
import org.securechat.server.room.RoomService;
import org.securechat.server.room.SupersededException;

/**
 * Changes who is in a room. The change and its line in the transcript commit together; the answer
 * and the room's other members learn of it from the line.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class MembershipService {

  private static final int ATTEMPTS = 4;

  @EJB private RoomService rooms;
  @EJB private TranscriptLedger ledger;
  @EJB private Delivery delivery;
  @EJB private LineAppender lines;
  @EJB private EventLineFactory events;

  public void create(UserSession session, Request.Create request) {
    decide(
        session,
        request,
        request.visibility(),
        () -> Optional.of(rooms.create(session.user(), request.room(), request.visibility())));
  }

  public void join(UserSession session, Request.Join request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    boolean changed =
        decide(
            session, request, room.visibility(), () -> rooms.join(session.user(), request.room()));
    if (!changed) {
      answerAsItIs(session, request, request.room());
    }
  }

  public void leave(UserSession session, Request.Leave request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    boolean changed =
        decide(
            session, request, room.visibility(), () -> rooms.leave(session.user(), request.room()));
    if (!changed) {
      answerAsItIs(session, request, request.room());
    }
  }

  public void invite(UserSession session, Request.Invite request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    boolean changed =
        decide(
            session,
            request,
            room.visibility(),
            () -> rooms.invite(session.user(), request.room(), request.user()));
    if (changed) {
      delivery.tell(
          request.user(),
          new Notice(session.userName() + " invited you to the room " + request.room()));
    } else {
      answerAsItIs(session, request, request.room());
    }
  }

  /** The room of two users, made on its first use. */
  public UUID direct(UserSession session, String partner) {
    for (int attempt = 1; ; attempt++) {
      DirectRoom room = rooms.direct(session.user(), partner);
      try {
        room.changes().forEach(change -> commit(change, null, line -> null, session));
        return room.id();
      } catch (SupersededException e) {
        giveUpAfter(attempt, e);
      }
    }
  }

  /**
   * Commits what was decided, deciding again when somebody else was quicker.
   *
   * @return false if there was nothing to change, and so nothing was answered
   */
  private boolean decide(
      UserSession session,
      Request request,
      Visibility visibility,
      Supplier<Optional<MembershipChange>> decision) {
    for (int attempt = 1; ; attempt++) {
      Optional<MembershipChange> change = decision.get();
      if (change.isEmpty()) {
        return false;
      }
      try {
        commit(
            change.get(),
            session.connection(),
            line -> Ok.of(request.id(), new RoomAnswer(info(change.get(), visibility, line))),
            session);
        return true;
      } catch (SupersededException e) {
        giveUpAfter(attempt, e);
      }
    }
  }

  private static void giveUpAfter(int attempt, SupersededException cause) {
    if (attempt == ATTEMPTS) {
      throw cause;
    }
  }

  private void commit(
      MembershipChange change,
      SecureConnection asker,
      Function<CommittedLine, ServerMessage> answer,
      UserSession session) {
    LineRequest line = events.line(change);
    lines.appendAndWait(
        line,
        new PostCommitDelivery(asker, answer, session.work(), joining(change), leaving(change)));
  }

  private static List<String> joining(MembershipChange change) {
    return switch (change.event()) {
      case "created", "joined" -> List.of(change.subject());
      default -> List.of();
    };
  }

  private static List<String> leaving(MembershipChange change) {
    return change.event().equals("left") ? List.of(change.subject()) : List.of();
  }

  private static RoomInfo info(MembershipChange change, Visibility visibility, CommittedLine line) {
    return new RoomInfo(
        change.roomName(),
        change.roomId().toString(),
        visibility,
        !change.event().equals("left"),
        line.entry().position(),
        line.entry().chain());
  }

  private void answerAsItIs(UserSession session, Request request, String name) {
    RoomAccess room = rooms.visible(session.user().id(), name);
    RoomInfo info = RoomRequests.info(room, ledger.head(room.id()));
    session.connection().send(Ok.of(request.id(), new RoomAnswer(info)));
  }
}
