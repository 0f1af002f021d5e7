package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.RoomInfo;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.RoomTerms;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessage.Notice;
import org.securechat.protocol.application.Visibility;
import org.securechat.server.delivery.Delivery;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.moderation.Moderation;
import org.securechat.server.room.DirectRoom;
import org.securechat.server.room.Invitations;
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
  private final Invitations invitations;
  private final Moderation moderation;
  private final TranscriptLedger ledger;
  private final Delivery delivery;
  private final LineAppender lines;
  private final EventLineFactory events;

  /** For the container's proxy. */
  public MembershipService() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public MembershipService(
      RoomService rooms,
      Invitations invitations,
      Moderation moderation,
      TranscriptLedger ledger,
      Delivery delivery,
      LineAppender lines,
      EventLineFactory events) {
    this.rooms = rooms;
    this.invitations = invitations;
    this.moderation = moderation;
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
        RoomTerms.NONE.as(Optional.of(RoomRole.OWNER)),
        () -> Optional.of(rooms.create(session.user(), request.room(), request.visibility())));
  }

  public void join(UserSession session, Request.Join request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    boolean changed =
        decide(
            session,
            request,
            room.visibility(),
            moderation.terms(room).as(Optional.of(RoomRole.MEMBER)),
            () -> rooms.join(session.user(), request.room()));
    if (!changed) {
      answerAsItIs(session, request, request.room());
    }
  }

  public void leave(UserSession session, Request.Leave request) {
    RoomAccess room = rooms.visible(session.user().id(), request.room());
    boolean changed =
        decide(
            session,
            request,
            room.visibility(),
            room.terms().as(Optional.empty()),
            () -> rooms.leave(session.user(), request.room()));
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
            room.terms(),
            () -> invitations.invite(session.user(), request.room(), request.user()));
    if (changed) {
      delivery.tell(
          request.user(),
          new Notice(session.userName() + " invited you to the room " + request.room()));
    } else {
      answerAsItIs(session, request, request.room());
    }
  }

  /**
   * The room of two users, made if it is not there. Both get its first line; the asker gets the
   * answer in place of the last.
   */
  public void direct(UserSession session, Request.Direct request) {
    for (int attempt = 1; ; attempt++) {
      DirectRoom room = rooms.direct(session.user(), request.user());
      try {
        if (room.changes().isEmpty()) {
          answerAsItIs(session, request, room.name());
        } else {
          make(session, request, room.changes());
        }
        return;
      } catch (SupersededException e) {
        giveUpAfter(attempt, e);
      }
    }
  }

  private void make(UserSession session, Request request, List<MembershipChange> changes) {
    Optional<CommittedLine> first = Optional.empty();
    for (MembershipChange change : changes) {
      PostCommitDelivery following = events.following(change);
      if (first.isPresent()) {
        following = following.after(first.get());
      }
      if (change == changes.getLast()) {
        following =
            following.answering(
                session.connection(),
                answer(
                    request,
                    change,
                    Visibility.DIRECT,
                    RoomTerms.NONE.as(Optional.of(RoomRole.MEMBER))));
      }
      first = Optional.of(commit(session, change, following));
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
      RoomTerms terms,
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
                .answering(session.connection(), answer(request, change.get(), visibility, terms)));
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

  private CommittedLine commit(
      UserSession session, MembershipChange change, PostCommitDelivery following) {
    LineRequest line = events.line(change).inSession(session.connection().channelBinding());
    return lines.appendAndWait(line, following.holding(session.work()));
  }

  private static Function<CommittedLine, ServerMessage> answer(
      Request request, MembershipChange change, Visibility visibility, RoomTerms terms) {
    return line -> Ok.of(request.id(), new RoomAnswer(info(change, visibility, line).with(terms)));
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
    RoomInfo info = RoomQueries.info(room, ledger.head(room.id())).with(moderation.terms(room));
    session.connection().send(Ok.of(request.id(), new RoomAnswer(info)));
  }
}
