package org.securechat.server.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.securechat.protocol.application.Answer.KdfAnswer;
import org.securechat.protocol.application.Names;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.LoginThrottle.Attempt;

/**
 * Registration and login. A peer has shown a valid certificate before it gets here; now it says
 * which account it means, and proves it.
 *
 * <p>Nothing is learned about an account without its key: an unknown name and a wrong key get the
 * same answer after the same work, and only the right key is told that the certificate does not
 * fit, or that the account is disabled. One leak remains: a caller who knows both the username and
 * the e-mail address of an account can see that {@link #kdf} gives the same salt for both.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class AuthenticationService {
  private final Users users;
  private final DecoyAccounts decoys;
  private final LoginThrottle throttle;
  private final AccountSettings settings;
  private final RegistrationWriter registrations;
  private final Clock clock;

  /** For the container's proxy. */
  public AuthenticationService() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public AuthenticationService(
      Users users,
      DecoyAccounts decoys,
      LoginThrottle throttle,
      AccountSettings settings,
      RegistrationWriter registrations,
      Clock clock) {
    this.users = users;
    this.decoys = decoys;
    this.throttle = throttle;
    this.settings = settings;
    this.registrations = registrations;
    this.clock = clock;
  }

  /**
   * Returns the salt and the parameters from which the client derives its key. An unknown name
   * always gets the same ones.
   *
   * @param user a username or an e-mail address, in any case
   * @throws AccountException {@code RATE_LIMITED}
   */
  public KdfAnswer kdf(String user, InetAddress address) {
    throttle.check(address);
    LoginName name = LoginName.of(user);
    StoredPassword password = password(find(name), name);
    return new KdfAnswer(password.salt(), password.parameters());
  }

  /**
   * Makes an account for the user whom the certificate names.
   *
   * @throws AccountException {@code MALFORMED}, {@code IDENTITY_MISMATCH}, {@code NAME_TAKEN} for a
   *     username or an e-mail address that another account has, {@code RATE_LIMITED}
   */
  public AuthenticatedUser register(
      Request.Register request, PeerIdentity peer, InetAddress address) {
    User user = account(request);
    try (Attempt attempt = throttle.begin("register " + peer.certificateSha256(), address)) {
      if (!peer.names(user.username(), user.email())) {
        throw refusal(attempt, Reason.IDENTITY_MISMATCH, "registering another's name");
      }
      try {
        registrations.add(user, peer, address);
      } catch (AccountException e) {
        attempt.failed();
        throw e;
      }
      return new AuthenticatedUser(user.id(), user.username());
    }
  }

  private User account(Request.Register request) {
    if (!Names.isName(request.username()) || !Names.isEmail(request.email())) {
      throw new AccountException(Reason.MALFORMED, "malformed username or e-mail address");
    }
    StoredPassword password;
    try {
      password = StoredPassword.of(request.salt(), request.kdf(), request.key());
    } catch (IllegalArgumentException e) {
      throw new AccountException(Reason.MALFORMED, e.getMessage());
    }
    return new User(
        request.username(), LoginName.lowerCase(request.email()), password, clock.instant());
  }

  /**
   * Logs a user in.
   *
   * @throws AccountException {@code BAD_CREDENTIALS} for an unknown user and for a wrong or missing
   *     key; {@code IDENTITY_MISMATCH} and {@code DISABLED} only for a caller who has the key;
   *     {@code RATE_LIMITED} before anything is compared
   */
  public AuthenticatedUser login(Request.Login request, PeerIdentity peer, InetAddress address) {
    LoginName name = LoginName.of(request.user());
    Optional<User> user = find(name);
    boolean named = names(peer, user, name);
    // Guesses from foreign certificates are counted apart, or any client could lock out any user.
    String counted = (named ? "own " : "foreign ") + name.text();
    try (Attempt attempt = throttle.begin(counted, address)) {
      boolean proved = proves(request, password(user, name), named);
      if (!proved && settings.passwordPolicy() == PasswordPolicy.NEVER) {
        throw refusal(attempt, Reason.IDENTITY_MISMATCH, "logging in as somebody else");
      }
      if (!proved || user.isEmpty()) {
        throw refusal(attempt, Reason.BAD_CREDENTIALS, "unknown user or wrong key");
      }
      if (!named) {
        throw refusal(attempt, Reason.IDENTITY_MISMATCH, "right key, another's certificate");
      }
      if (user.get().isDisabled()) {
        throw new AccountException(Reason.DISABLED, "the account is disabled");
      }
      attempt.succeeded();
      return new AuthenticatedUser(user.get().id(), user.get().username());
    }
  }

  /** Under the policy {@code NEVER} the certificate is all there is to prove it with. */
  private boolean proves(Request.Login request, StoredPassword password, boolean named) {
    if (settings.passwordPolicy() == PasswordPolicy.NEVER) {
      return named;
    }
    return request.key().filter(password::matches).isPresent();
  }

  private Optional<User> find(LoginName name) {
    return name.isEmail() ? users.byEmail(name.text()) : users.byUsername(name.text());
  }

  /** The decoy is made in any case, so that a known name takes no less time than an unknown one. */
  private StoredPassword password(Optional<User> user, LoginName name) {
    StoredPassword decoy = decoys.password(name.text());
    return user.flatMap(User::password).orElse(decoy);
  }

  private static boolean names(PeerIdentity peer, Optional<User> user, LoginName name) {
    return user.map(known -> peer.names(known.username(), known.email()))
        .orElseGet(() -> peer.names(name.text(), name.text()));
  }

  private static AccountException refusal(Attempt attempt, Reason reason, String message) {
    attempt.failed();
    return new AccountException(reason, message);
  }
}
