package org.securechat.server.admin.user;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.securechat.server.account.AuthenticatedUser;
import org.securechat.server.account.User;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.chat.MembershipTermination;
import org.securechat.server.retention.ErasedMessages;
import org.securechat.server.retention.PersonalData;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSessions;

/**
 * Erases users. What is gone afterwards: the password, the memberships and invitations, and what
 * the user's messages said. What stays, because the record of others depends on it: the lines with
 * their senders' names, hashes, signatures and times, the certificates that verify them, receipts,
 * and the name itself, which no other user can take.
 *
 * <p>It takes four steps, each durable when it is done: the account, with its line in the audit
 * log; the sessions; the rooms; the messages. A failure in between leaves the account {@code
 * erasing}, which is as locked as {@code erased}, and the next call goes on from there. So does a
 * legal hold on a room in which the user has spoken: what was said there is kept until it is
 * lifted, and erased by the next call. If no administrator calls again, {@link PendingErasureJob}
 * does.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UserErasure {
  private final Users users;
  private final AuditLog audit;
  private final OpenSessions sessions;
  private final MembershipTermination departures;
  private final PersonalData personalData;
  private final ErasureLocks locks;
  private final Clock clock;

  /** For the container's proxy. */
  public UserErasure() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public UserErasure(
      Users users,
      AuditLog audit,
      OpenSessions sessions,
      MembershipTermination departures,
      PersonalData personalData,
      ErasureLocks locks,
      Clock clock) {
    this.users = users;
    this.audit = audit;
    this.sessions = sessions;
    this.departures = departures;
    this.personalData = personalData;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * What has been done.
   *
   * @param user what is left of the account
   * @param memberships that have been ended
   * @param messages what has been erased of what the user has said, and what has not
   */
  public record Erased(User user, int memberships, ErasedMessages messages) {}

  /**
   * Erases a user, or goes on with an erasure that was interrupted. It waits until everything is
   * done. This takes a while for a user who has written many messages.
   *
   * @throws AdministrationException {@code NOT_FOUND}, {@code STALE}, {@code CONFLICT}
   * @throws org.securechat.server.DomainException if it cannot be done now: call again
   */
  public Erased erase(String username, ExpectedVersion expected, Actor actor) {
    User user = users.byUsername(username).orElseThrow(UserErasure::notFound);
    return alone(
            username,
            () -> {
              audit.perform(
                  AuditEvent.of(AuditAction.USER_ERASE).by(actor).on(username),
                  () -> eraseAccount(username, expected));
              return eraseRest(user, () -> personalData.eraseMessagesOf(username, actor));
            })
        .orElseThrow(
            () -> AdministrationException.conflict("the user is being erased at this moment"));
  }

  /**
   * Goes on with an erasure that an administrator has requested and that could not be finished
   * then.
   *
   * @param user one who is {@code erasing}
   * @return empty if a request is at it
   * @throws org.securechat.server.DomainException if it cannot be done now: call again
   */
  public Optional<Erased> goOn(User user) {
    String username = user.username();
    return alone(username, () -> eraseRest(user, () -> personalData.eraseRestOf(username)));
  }

  private Optional<Erased> alone(String username, Supplier<Erased> work) {
    if (!locks.begin(username)) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.get());
    } finally {
      locks.end(username);
    }
  }

  private Erased eraseRest(User user, Supplier<ErasedMessages> erasing) {
    sessions.endOf(user.username(), EndReason.ACCOUNT_ERASED);
    int memberships = departures.terminateAll(new AuthenticatedUser(user.id(), user.username()));
    ErasedMessages messages = erasing.get();
    if (messages.isComplete()) {
      users.change(user.id(), tombstone -> tombstone.finishErasure(clock.instant()));
    }
    return new Erased(
        users.byId(user.id()).orElseThrow(UserErasure::notFound), memberships, messages);
  }

  private void eraseAccount(String username, ExpectedVersion expected) {
    boolean found =
        users.changeWithin(
            username,
            user -> {
              expected.check(user.version());
              user.erase(clock.instant());
            });
    if (!found) {
      throw notFound();
    }
  }

  private static AdministrationException notFound() {
    return AdministrationException.notFound("there is no user of that name");
  }
}
