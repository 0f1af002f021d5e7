package org.securechat.server.chat;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.ToIntFunction;
import org.securechat.protocol.application.Answer.BlockedAnswer;
import org.securechat.protocol.application.Answer.InvitationsAnswer;
import org.securechat.protocol.application.Answer.Invited;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.evidence.Timestamps;
import org.securechat.server.room.InvitationRepository;
import org.securechat.server.room.Invitations;

/** What a user asks about invitations and blocks of their own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class InvitationService {

  /** Characters of an entry in JSON beside its names. */
  private static final int FIELDS = 96;

  private final Invitations invitations;

  /** For the container's proxy. */
  public InvitationService() {
    this(null);
  }

  @Inject
  public InvitationService(Invitations invitations) {
    this.invitations = invitations;
  }

  /** A page of the invitations that were not declined. */
  public InvitationsAnswer open(UserSession session, Request.Invitations request) {
    List<Invited> found =
        invitations.open(session.user(), request.after().orElse(""), request.limit() + 1).stream()
            .map(InvitationService::invited)
            .toList();
    List<Invited> page =
        page(found, request.limit(), one -> one.room().length() + one.by().length() + FIELDS);
    return new InvitationsAnswer(page, page.size() < found.size());
  }

  private static Invited invited(InvitationRepository.Open open) {
    return new Invited(
        open.room(), open.visibility(), open.invitedBy(), Timestamps.format(open.invitedAt()));
  }

  public void decline(UserSession session, Request.Decline request) {
    invitations.decline(session.user(), request.room());
  }

  public void block(UserSession session, Request.Block request) {
    invitations.block(session.user(), request.user());
  }

  public void unblock(UserSession session, Request.Unblock request) {
    invitations.unblock(session.user(), request.user());
  }

  /** A page of the names of the users whom this one has blocked. */
  public BlockedAnswer blocked(UserSession session, Request.Blocked request) {
    List<String> found =
        invitations.blocked(session.user(), request.after().orElse(""), request.limit() + 1);
    List<String> page = page(found, request.limit(), name -> name.length() + FIELDS);
    return new BlockedAnswer(page, page.size() < found.size());
  }

  private static <T> List<T> page(List<T> found, int limit, ToIntFunction<T> size) {
    return ResponseTruncation.fitting(found.subList(0, Math.min(limit, found.size())), size);
  }
}
