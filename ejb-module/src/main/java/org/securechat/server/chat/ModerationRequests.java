package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Function;
import org.securechat.protocol.application.Answer.RoomAnswer;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.evidence.About;
import org.securechat.protocol.evidence.ModerationPayload;
import org.securechat.server.delivery.PostCommitDelivery;
import org.securechat.server.ledger.CommittedLine;
import org.securechat.server.ledger.LineRequest;
import org.securechat.server.ledger.TranscriptLedger;
import org.securechat.server.ledger.TranscriptLedger.Head;
import org.securechat.server.moderation.Decision;
import org.securechat.server.moderation.Moderation;
import org.securechat.server.moderation.WritingRules;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.SupersededException;

/**
 * Has decisions about rooms written. A decision and its line in the transcript commit together;
 * that a user leaves the room by it is a line of its own behind it. If the server dies between the
 * two, the user is still there, and the moderator can ask again.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ModerationRequests {
  private static final int ATTEMPTS = 4;

  private final Moderation moderation;
  private final WritingRules rules;
  private final MessageKinds kinds;
  private final TranscriptLedger ledger;
  private final LineAppender lines;
  private final EventLineFactory events;

  /** For the container's proxy. */
  public ModerationRequests() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public ModerationRequests(
      Moderation moderation,
      WritingRules rules,
      MessageKinds kinds,
      TranscriptLedger ledger,
      LineAppender lines,
      EventLineFactory events) {
    this.moderation = moderation;
    this.rules = rules;
    this.kinds = kinds;
    this.ledger = ledger;
    this.lines = lines;
    this.events = events;
  }

  public void moderate(UserSession session, Request.Moderate request) {
    for (int attempt = 1; ; attempt++) {
      try {
        Moderation.Steps steps = moderation.decide(session.user(), request);
        if (request.event().subject() == ModerationPayload.Subject.POSITION) {
          kinds.requireMessage(
              steps.room().id(), new About(Long.parseLong(request.subject()), request.value()));
        }
        carryOut(session, request, steps);
        return;
      } catch (SupersededException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void carryOut(UserSession session, Request.Moderate request, Moderation.Steps steps) {
    Optional<MembershipChange> leaving = steps.leaving();
    if (steps.decision().isPresent()) {
      PostCommitDelivery following = PostCommitDelivery.toRoom();
      decide(
          session,
          steps.decision().get(),
          leaving.isPresent()
              ? following
              : following.answering(session.connection(), answer(request, steps)));
    }
    if (leaving.isPresent()) {
      commit(
          session,
          events.line(leaving.get()),
          events.following(leaving.get()).answering(session.connection(), answer(request, steps)));
    } else if (steps.decision().isEmpty()) {
      Head head = ledger.head(steps.room().id());
      session.connection().send(answer(request, steps, head));
    }
  }

  private void decide(UserSession session, Decision decision, PostCommitDelivery following) {
    try {
      commit(session, events.line(decision), following);
    } finally {
      // Whether it was committed or not, what is known of it is read again.
      rules.changed(decision.roomId());
    }
  }

  private void commit(UserSession session, LineRequest line, PostCommitDelivery following) {
    lines.appendAndWait(
        line.inSession(session.connection().channelBinding()), following.holding(session.work()));
  }

  private static Function<CommittedLine, ServerMessage> answer(
      Request.Moderate request, Moderation.Steps steps) {
    return line ->
        answer(
            request,
            steps,
            new Head(line.entry().roomId(), line.entry().position(), line.entry().chain()));
  }

  private static ServerMessage answer(Request.Moderate request, Moderation.Steps steps, Head head) {
    return Ok.of(
        request.id(), new RoomAnswer(RoomQueries.info(steps.room(), head).with(steps.terms())));
  }
}
