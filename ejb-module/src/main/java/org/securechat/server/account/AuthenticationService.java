package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.securechat.protocol.application.Answer.KdfAnswer;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.LoginThrottle.Attempt;

/**
 * Registration and login. A peer has shown a valid certificate before it gets here; now it says
 * which account it means, and proves it.
 *
 * <p>Nothing is learned about an account without its key: an unknown name and a wrong key get the
 * same answer after the same work, and only the right key is told that the certificate does not
 * fit, or that the account is disabled. Thread-safe.
 */
@ApplicationScoped
public class AuthenticationService {
  private final UserLookup users;
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
      UserLookup users,
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
   * @param user a username
   * @throws AccountException {@code RATE_LIMITED} for a stranger's certificate
   */
  public KdfAnswer kdf(String user, PeerIdentity peer, InetAddress address) {
    if (!names(peer, user)) {
      throttle.check(LoginDoor.CHAT, address);
    }
    StoredPassword password = password(users.byUsername(user), user);
    return new KdfAnswer(password.salt(), password.parameters());
  }

  /**
   * Makes an account under one of the names that the certificate states.
   *
   * @throws AccountException {@code MALFORMED}, {@code IDENTITY_MISMATCH}, {@code NAME_TAKEN} for a
   *     username that another account has, {@code RATE_LIMITED}
   */
  public AuthenticatedUser register(
      Request.Register request, PeerIdentity peer, InetAddress address) {
    User user = account(request);
    boolean named = names(peer, user.username());
    try (Attempt attempt = begin("register " + peer.certificateSha256(), named, address)) {
      // PROTOCOL.md §6: nothing but the certificate gives an account its name.
      if (!named) {
        throw mismatch(attempt, "registering a name that the certificate does not state", peer);
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
    if (!Names.isUsername(request.username())) {
      throw new AccountException(Reason.MALFORMED, "malformed username");
    }
    if (!KdfBounds.permit(request.kdf())) {
      throw new AccountException(Reason.MALFORMED, "a key that is too costly to compute here");
    }
    StoredPassword password;
    try {
      password = StoredPassword.of(request.salt(), request.kdf(), request.key());
    } catch (IllegalArgumentException e) {
      throw new AccountException(Reason.MALFORMED, e.getMessage());
    }
    return new User(request.username(), password, clock.instant());
  }

  /**
   * Logs a user in.
   *
   * @throws AccountException {@code BAD_CREDENTIALS} for an unknown user and for a wrong or missing
   *     key; {@code IDENTITY_MISMATCH} and {@code DISABLED} only for a caller who has the key;
   *     {@code RATE_LIMITED} before anything is compared
   */
  public AuthenticatedUser login(Request.Login request, PeerIdentity peer, InetAddress address) {
    String name = request.user();
    Optional<User> user = users.byUsername(name);
    boolean named = names(peer, name);
    // Guesses from foreign certificates are counted apart, or any client could lock out any user.
    String counted = (named ? "own " : "foreign ") + name;
    try (Attempt attempt = begin(counted, named, address)) {
      boolean proved = proves(request, password(user, name), named);
      if (!proved && settings.passwordPolicy() == PasswordPolicy.NEVER) {
        throw mismatch(attempt, "logging in as another user", peer);
      }
      if (!proved || user.isEmpty()) {
        throw refusal(attempt, Reason.BAD_CREDENTIALS, "unknown user or wrong key");
      }
      if (!named) {
        throw mismatch(attempt, "right key, another's certificate", peer);
      }
      if (user.get().isDisabled()) {
        throw new AccountException(Reason.DISABLED, "the account is disabled");
      }
      attempt.succeeded();
      return new AuthenticatedUser(user.get().id(), user.get().username(), user.get().isBot());
    }
  }

  /** Under the policy {@code NEVER} the certificate is all there is to prove it with. */
  private boolean proves(Request.Login request, StoredPassword password, boolean named) {
    if (settings.passwordPolicy() == PasswordPolicy.NEVER) {
      return named;
    }
    return request.key().filter(password::matches).isPresent();
  }

  /** The decoy is made in any case, so that a known name takes no less time than an unknown one. */
  private StoredPassword password(Optional<User> user, String name) {
    StoredPassword decoy = decoys.password(name);
    return user.flatMap(User::password).orElse(decoy);
  }

  /** The handshake has proved the certificate, and only one that names the account can log in. */
  private Attempt begin(String account, boolean named, InetAddress address) {
    return throttle.begin(LoginDoor.CHAT, account, Standing.of(named), address);
  }

  private boolean names(PeerIdentity peer, String username) {
    return peer.names(username, settings.names());
  }

  private AccountException mismatch(Attempt attempt, String message, PeerIdentity peer) {
    attempt.failed();
    return AccountException.mismatch(message, peer.statedNames(settings.names()));
  }

  private static AccountException refusal(Attempt attempt, Reason reason, String message) {
    attempt.failed();
    return new AccountException(reason, message);
  }
}
