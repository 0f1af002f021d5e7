package org.securechat.server.endpoint;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.securechat.protocol.application.Answer;
import org.securechat.protocol.application.Answer.Empty;
import org.securechat.protocol.application.Ok;
import org.securechat.protocol.application.Request;
import org.securechat.server.DomainException;
import org.securechat.server.chat.InvitationService;
import org.securechat.server.chat.MemberSearch;
import org.securechat.server.chat.MembershipService;
import org.securechat.server.chat.MessageService;
import org.securechat.server.chat.ModerationRequests;
import org.securechat.server.chat.RoomFiles;
import org.securechat.server.chat.RoomQueries;
import org.securechat.server.chat.SessionReceipts;
import org.securechat.server.chat.TranscriptQueries;
import org.securechat.server.chat.UserSession;
import org.securechat.server.endpoint.ConnectionState.LoggedIn;
import org.securechat.server.endpoint.UnexpectedRequestException.Reason;

/** What a user who is logged in can ask for. */
@Dependent
class RequestsAfterLogin {

  private final MessageService messages;
  private final MembershipService memberships;
  private final InvitationService invitations;
  private final ModerationRequests moderation;
  private final RoomQueries rooms;
  private final TranscriptQueries transcripts;
  private final MemberSearch search;
  private final SessionReceipts receipts;
  private final RoomFiles files;
  private final RequestResults results;

  @Inject
  RequestsAfterLogin(
      MessageService messages,
      MembershipService memberships,
      InvitationService invitations,
      ModerationRequests moderation,
      RoomQueries rooms,
      TranscriptQueries transcripts,
      MemberSearch search,
      SessionReceipts receipts,
      RoomFiles files,
      RequestResults results) {
    this.messages = messages;
    this.memberships = memberships;
    this.invitations = invitations;
    this.moderation = moderation;
    this.rooms = rooms;
    this.transcripts = transcripts;
    this.search = search;
    this.receipts = receipts;
    this.files = files;
    this.results = results;
  }

  /**
   * PROTOCOL.md 13.1, row "logged in".
   *
   * @return the state after the request
   * @throws DomainException if it is refused; then the state stays as it is
   */
  ConnectionState handle(LoggedIn state, Request request) {
    UserSession session = state.session();
    switch (request) {
      case Request.Send send -> {
        // Whether the message is written is not known yet.
        messages.send(session, send, results.later(state.connection(), send));
        return state;
      }
      case Request.History history -> answer(state, history, transcripts.history(session, history));
      case Request.Search wanted -> answer(state, wanted, search.find(session, wanted));
      case Request.CertificateRequest certificate ->
          answer(state, certificate, transcripts.certificate(certificate));
      case Request.RevocationListRequest list -> answer(state, list, receipts.revocationList(list));
      case Request.Rooms list -> answer(state, list, rooms.list(session, list));
      case Request.RoomRequest room -> answer(state, room, rooms.find(session, room));
      case Request.Who who -> answer(state, who, rooms.who(session, who));
      case Request.Create create -> memberships.create(session, create);
      case Request.Direct direct -> memberships.direct(session, direct);
      case Request.Join join -> memberships.join(session, join);
      case Request.Leave leave -> memberships.leave(session, leave);
      case Request.Invite invite -> memberships.invite(session, invite);
      case Request.Moderate moderate -> moderation.moderate(session, moderate);
      case Request.Invitations page -> answer(state, page, invitations.open(session, page));
      case Request.Decline decline -> {
        invitations.decline(session, decline);
        answer(state, decline, new Empty());
      }
      case Request.Block block -> {
        invitations.block(session, block);
        answer(state, block, new Empty());
      }
      case Request.Unblock unblock -> {
        invitations.unblock(session, unblock);
        answer(state, unblock, new Empty());
      }
      case Request.Blocked page -> answer(state, page, invitations.blocked(session, page));
      case Request.FileBegin begin -> answer(state, begin, files.begin(session, begin));
      case Request.FilePart part -> answer(state, part, files.part(session, part));
      case Request.FileEnd end -> answer(state, end, files.end(session, end));
      case Request.FileContent content -> answer(state, content, files.content(session, content));
      case Request.ReceiptRequest receipt ->
          state.connection().send(receipts.issue(session, receipt));
      case Request.Countersign countersign -> {
        receipts.countersign(session, countersign);
        answer(state, countersign, new Empty());
      }
      case Request.Ping ping -> answer(state, ping, new Empty());
      case Request.Bye bye -> {
        receipts.leave(session, bye.id());
        results.done(bye);
        return new ConnectionState.Leaving(state.connection());
      }
      case Request.AccountRequest late ->
          throw new UnexpectedRequestException(Reason.ALREADY_LOGGED_IN, late.type().wireName());
    }
    results.done(request);
    return state;
  }

  private static void answer(LoggedIn state, Request request, Answer answer) {
    state.connection().send(Ok.of(request.id(), answer));
  }
}
