package org.securechat.server.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.LoginThrottle.Attempt;

/**
 * Registration and login for clients that hand over the password itself, as those of the classic
 * profile do. The accounts are ordinary ones: the server stores what a modern client would have
 * registered. Unlike there, the certificate need not name the account, because certificates of that
 * time do not.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class PasswordAuthentication {
  private final Users users;
  private final DecoyAccounts decoys;
  private final LoginThrottle throttle;
  private final PasswordDerivation derivation;
  private final Clock clock;

  /** For the container's proxy. */
  public PasswordAuthentication() {
    this(null, null, null, null, null);
  }

  @Inject
  public PasswordAuthentication(
      Users users,
      DecoyAccounts decoys,
      LoginThrottle throttle,
      PasswordDerivation derivation,
      Clock clock) {
    this.users = users;
    this.decoys = decoys;
    this.throttle = throttle;
    this.derivation = derivation;
    this.clock = clock;
  }

  /**
   * Makes an account.
   *
   * @param password remains the caller's to wipe
   * @throws AccountException {@code MALFORMED} for a name, address or password that cannot be;
   *     {@code NAME_TAKEN}, {@code RATE_LIMITED}, {@code OVERLOADED}
   */
  public AuthenticatedUser register(
      String username, String email, char[] password, PeerIdentity peer, InetAddress address) {
    String name = LoginName.lowerCase(username);
    if (!Names.isName(name) || !Names.isEmail(email) || password.length == 0) {
      throw new AccountException(Reason.MALFORMED, "malformed name, address or password");
    }
    try (Attempt attempt = throttle.begin("register " + peer.certificateSha256(), address)) {
      User user =
          new User(name, LoginName.lowerCase(email), derivation.derive(password), clock.instant());
      try {
        users.add(user);
      } catch (AccountException e) {
        attempt.failed();
        throw e;
      }
      return new AuthenticatedUser(user.id(), user.username());
    }
  }

  /**
   * Whether the password is the account's.
   *
   * @param user a username or an e-mail address, in any case
   * @param password remains the caller's to wipe
   * @throws AccountException {@code BAD_CREDENTIALS} for an unknown user, a wrong password and an
   *     account without one, after the same work; {@code DISABLED} only for a caller who has the
   *     password; {@code RATE_LIMITED}, {@code OVERLOADED}
   */
  public AuthenticatedUser login(String user, char[] password, InetAddress address) {
    LoginName name = LoginName.of(user);
    // Counted apart: guesses from here must not lock the owner out there.
    try (Attempt attempt = throttle.begin("password " + name.text(), address)) {
      Optional<User> known =
          name.isEmail() ? users.byEmail(name.text()) : users.byUsername(name.text());
      StoredPassword decoy = decoys.password(name.text());
      StoredPassword stored = known.flatMap(User::password).orElse(decoy);
      if (!derivation.fits(password, stored) || known.isEmpty()) {
        attempt.failed();
        throw new AccountException(Reason.BAD_CREDENTIALS, "unknown user or wrong password");
      }
      if (known.get().isDisabled()) {
        throw new AccountException(Reason.DISABLED, "the account is disabled");
      }
      attempt.succeeded();
      return new AuthenticatedUser(known.get().id(), known.get().username());
    }
  }

  /**
   * The account that a certificate names, if there is one.
   *
   * @throws AccountException {@code DISABLED} if it may not be used
   */
  public Optional<AuthenticatedUser> named(PeerIdentity peer) {
    for (String name : peer.userNames()) {
      LoginName login = LoginName.of(name);
      Optional<User> known =
          login.isEmail() ? users.byEmail(login.text()) : users.byUsername(login.text());
      if (known.filter(user -> peer.names(user.username(), user.email())).isPresent()) {
        if (known.get().isDisabled()) {
          throw new AccountException(Reason.DISABLED, "the account is disabled");
        }
        return known.map(user -> new AuthenticatedUser(user.id(), user.username()));
      }
    }
    return Optional.empty();
  }
}
