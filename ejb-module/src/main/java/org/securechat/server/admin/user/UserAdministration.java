package org.securechat.server.admin.user;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.securechat.server.account.AccountState;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.account.User;
import org.securechat.server.account.UserSearch;
import org.securechat.server.account.Users;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.ExpectedVersion;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.session.EndReason;
import org.securechat.server.session.OpenSessions;

/**
 * What administrators do with users. A change is durable, together with its line in the audit log,
 * when the call returns. It waits for the ledger's writer, so the caller must not hold a
 * transaction. What is returned is the account as it is after the change.
 *
 * <p>A user who may no longer log in, or who has a new password, loses the open sessions on this
 * node at once. The watch over sessions ends those on other nodes within 15 seconds.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UserAdministration {
  private static final String CERTIFICATE = "certificate";
  private static final String PASSWORD = "password";

  private final Users users;
  private final PasswordDerivation passwords;
  private final AuditLog audit;
  private final OpenSessions sessions;
  private final Clock clock;

  /** For the container's proxy. */
  public UserAdministration() {
    this(null, null, null, null, null);
  }

  @Inject
  public UserAdministration(
      Users users,
      PasswordDerivation passwords,
      AuditLog audit,
      OpenSessions sessions,
      Clock clock) {
    this.users = users;
    this.passwords = passwords;
    this.audit = audit;
    this.sessions = sessions;
    this.clock = clock;
  }

  /** One page of the accounts that fit. */
  public List<User> find(UserSearch search) {
    return users.find(search);
  }

  /**
   * Finds the account of that name.
   *
   * @throws AdministrationException {@code NOT_FOUND}
   */
  public User get(String username) {
    return users.byUsername(username).orElseThrow(UserAdministration::notFound);
  }

  /**
   * Makes an account. Its user needs a certificate that states its name, too.
   *
   * @throws org.securechat.server.account.AccountException {@code NAME_TAKEN} if the username is,
   *     or was, another account's
   */
  public User create(NewUser account, Actor actor) {
    Optional<StoredPassword> password = account.password().map(this::derive);
    User user = new User(account.username(), password.orElse(null), clock.instant());
    audit.perform(
        event(AuditAction.USER_CREATE, account.username(), actor)
            .with("login", password.isPresent() ? PASSWORD : CERTIFICATE),
        () -> users.addWithin(user));
    return get(account.username());
  }

  /**
   * Locks a user out and ends their sessions; what they have said stays.
   *
   * @throws AdministrationException {@code NOT_FOUND}, {@code STALE}, {@code CONFLICT} if the
   *     account is not active
   */
  public User disable(String username, ExpectedVersion expected, Actor actor) {
    change(
        event(AuditAction.USER_DISABLE, username, actor),
        expected,
        user -> {
          require(user.state() == AccountState.ACTIVE, "the account is not active");
          user.disable(clock.instant());
        });
    sessions.endOf(username, EndReason.ACCOUNT_DISABLED);
    return get(username);
  }

  /**
   * Lets a disabled user log in again.
   *
   * @throws AdministrationException {@code NOT_FOUND}, {@code STALE}, {@code CONFLICT} if the
   *     account is not disabled
   */
  public User enable(String username, ExpectedVersion expected, Actor actor) {
    change(
        event(AuditAction.USER_ENABLE, username, actor),
        expected,
        user -> {
          require(user.state() == AccountState.DISABLED, "the account is not disabled");
          user.enable(clock.instant());
        });
    return get(username);
  }

  /**
   * Marks an account as one by which a program speaks, or a person again, and ends its sessions.
   *
   * @throws AdministrationException {@code NOT_FOUND}, {@code STALE}, {@code CONFLICT} if it is so
   *     already, or has been erased
   */
  public User markBot(String username, boolean isBot, ExpectedVersion expected, Actor actor) {
    change(
        event(isBot ? AuditAction.USER_BOT : AuditAction.USER_PERSON, username, actor),
        expected,
        user -> {
          require(!user.isErased(), "the account has been erased");
          require(user.isBot() != isBot, isBot ? "it is a bot already" : "it is no bot");
          user.markBot(isBot, clock.instant());
        });
    sessions.endOf(username, EndReason.CREDENTIALS_CHANGED);
    return get(username);
  }

  /**
   * Replaces a user's password and ends their sessions. A disabled account stays disabled.
   *
   * @param password empty to leave the certificate alone
   * @throws AdministrationException {@code NOT_FOUND}, {@code STALE}, {@code CONFLICT} if the
   *     account has been erased
   */
  public User resetPassword(
      String username, Optional<NewPassword> password, ExpectedVersion expected, Actor actor) {
    // Before Argon2id: an unknown name must not cost that work.
    get(username);
    Optional<StoredPassword> stored = password.map(this::derive);
    String kind = password.map(p -> p.isGenerated() ? "generated" : "chosen").orElse("removed");
    change(
        event(AuditAction.USER_PASSWORD, username, actor).with(PASSWORD, kind),
        expected,
        user -> {
          require(!user.isErased(), "the account has been erased");
          user.changePassword(stored.orElse(null), clock.instant());
        });
    sessions.endOf(username, EndReason.CREDENTIALS_CHANGED);
    return get(username);
  }

  private void change(AuditEvent event, ExpectedVersion expected, Consumer<User> change) {
    get(event.subject());
    audit.perform(
        event,
        () -> {
          boolean found =
              users.changeWithin(
                  event.subject(),
                  user -> {
                    expected.check(user.version());
                    change.accept(user);
                  });
          if (!found) {
            throw notFound();
          }
        });
  }

  private StoredPassword derive(NewPassword password) {
    char[] text = password.expose();
    try {
      return passwords.derive(PasswordDerivation.Kind.ADMINISTRATORS, text);
    } finally {
      Arrays.fill(text, '\0');
    }
  }

  private static AuditEvent event(AuditAction action, String username, Actor actor) {
    return AuditEvent.of(action).by(actor).on(username);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw AdministrationException.conflict(otherwise);
    }
  }

  private static AdministrationException notFound() {
    return AdministrationException.notFound("there is no user of that name");
  }
}
