package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
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

  private final RoomService rooms;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final LineAppender lines;
  private final EventLineFactory events;

  /** For the container's proxy. */
  public MembershipService() {
    this(null, null, null, null, null);
  }

  @Inject
  public MembershipService(
      RoomService rooms,
      TranscriptLedger ledger,
      Delivery delivery,
      LineAppender lines,
      EventLineFactory events) {
    this.rooms = rooms;
    this.ledger = ledger;
    this.delivery = delivery;
    this.lines = lines;
    this.events = events;
  }

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
        room.changes().forEach(change -> commit(session, change, events.following(change)));
        return room.id();
      } catch (SupersededException e) {
        giveUpAfter(attempt, e);
      }
    }
  }

  /**
   * Commits what was decided, and decides again when another change was quicker.
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
            session,
            change.get(),
            events
                .following(change.get())
                .answering(
                    session.connection(),
                    line ->
                        Ok.of(request.id(), new RoomAnswer(info(change.get(), visibility, line)))));
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

  private void commit(UserSession session, MembershipChange change, PostCommitDelivery following) {
    LineRequest line = events.line(change);
    lines.appendAndWait(line, following.holding(session.work()));
  }

  private static RoomInfo info(MembershipChange change, Visibility visibility, CommittedLine line) {
    return new RoomInfo(
        change.roomName(),
        change.roomId().toString(),
        visibility,
        !change.leaves(),
        line.entry().position(),
        line.entry().chain());
  }

  private void answerAsItIs(UserSession session, Request request, String name) {
    RoomAccess room = rooms.visible(session.user().id(), name);
    RoomInfo info = RoomQueries.info(room, ledger.head(room.id()));
    session.connection().send(Ok.of(request.id(), new RoomAnswer(info)));
  }
}
