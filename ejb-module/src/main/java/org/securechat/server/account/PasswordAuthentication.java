package org.securechat.server.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.name.Names;
import org.securechat.server.account.AccountException.Reason;
import org.securechat.server.account.LoginThrottle.Attempt;
import org.securechat.server.account.PasswordDerivation.Kind;

/**
 * Registration and login for clients that hand over the password itself, as those of the classic
 * profile do. The accounts are ordinary ones: the server stores what a modern client would have
 * registered. As there, the certificate states the account's name: nothing else gives a name.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class PasswordAuthentication {
  private final Users users;
  private final DecoyAccounts decoys;
  private final LoginThrottle throttle;
  private final PasswordDerivation derivation;
  private final AccountSettings settings;
  private final RegistrationWriter registrations;
  private final Clock clock;

  /** For the container's proxy. */
  public PasswordAuthentication() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public PasswordAuthentication(
      Users users,
      DecoyAccounts decoys,
      LoginThrottle throttle,
      PasswordDerivation derivation,
      AccountSettings settings,
      RegistrationWriter registrations,
      Clock clock) {
    this.users = users;
    this.decoys = decoys;
    this.throttle = throttle;
    this.derivation = derivation;
    this.settings = settings;
    this.registrations = registrations;
    this.clock = clock;
  }

  /**
   * Makes an account under one of the names that the certificate states.
   *
   * @param username in any case
   * @param password remains the caller's to wipe
   * @throws AccountException {@code MALFORMED} for a name or password that cannot be; {@code
   *     IDENTITY_MISMATCH}, {@code NAME_TAKEN}, {@code RATE_LIMITED}, {@code OVERLOADED}
   */
  public AuthenticatedUser register(
      String username, char[] password, PeerIdentity peer, InetAddress address) {
    String name = Names.lowerCase(username);
    if (!Names.isUsername(name) || password.length == 0) {
      throw new AccountException(Reason.MALFORMED, "malformed name or password");
    }
    boolean named = peer.names(name, settings.names());
    // Anyone can show a certificate here, so its owner is counted apart from other addresses.
    String counted = "register " + peer.certificateSha256() + " at " + AddressBudget.key(address);
    try (Attempt attempt = begin(counted, named, address)) {
      if (!named) {
        throw mismatch(attempt, "registering a name that the certificate does not state", peer);
      }
      User user = new User(name, derivation.derive(Kind.USERS, password), clock.instant());
      try {
        registrations.add(user, peer, address);
      } catch (AccountException e) {
        attempt.failed();
        throw e;
      }
      return new AuthenticatedUser(user.id(), user.username());
    }
  }

  /**
   * Whether the password is the account's, and the certificate one that states its name.
   *
   * @param typed the username, in any case; or another name that the certificate states, which
   *     stands for the account that the certificate has
   * @param password remains the caller's to wipe
   * @throws AccountException {@code BAD_CREDENTIALS} for an unknown user, a wrong password and an
   *     account without one, after the same work; {@code IDENTITY_MISMATCH} and {@code DISABLED}
   *     only for a caller who has the password; {@code RATE_LIMITED}, {@code TOO_COSTLY}, {@code
   *     OVERLOADED}
   */
  public AuthenticatedUser login(
      String typed, char[] password, PeerIdentity peer, InetAddress address) {
    String name = Names.lowerCase(typed);
    // A certificate that does not state what was typed cannot log in, whatever the password.
    boolean named = peer.names(name, settings.names());
    String counted = (named ? "own " : "foreign ") + name;
    try (Attempt attempt = begin(counted, named, address)) {
      Optional<User> known = find(name, peer);
      StoredPassword decoy = decoys.password(name);
      StoredPassword stored = known.flatMap(User::password).orElse(decoy);
      if (!derivation.fits(named ? Kind.USERS : Kind.STRANGERS, password, stored)
          || known.isEmpty()) {
        attempt.failed();
        throw new AccountException(Reason.BAD_CREDENTIALS, "unknown user or wrong password");
      }
      if (!peer.names(known.get().username(), settings.names())) {
        throw mismatch(attempt, "right password, another's certificate", peer);
      }
      attempt.succeeded();
      return usable(known.get());
    }
  }

  private Attempt begin(String account, boolean named, InetAddress address) {
    return throttle.begin(LoginDoor.CLASSIC, account, Standing.of(named), address);
  }

  private Optional<User> find(String name, PeerIdentity peer) {
    Optional<User> known = users.byUsername(name);
    return known.isEmpty() && peer.names(name, settings.names()) ? account(peer) : known;
  }

  /**
   * The account that a certificate names, if there is one.
   *
   * @throws AccountException {@code DISABLED} if it may not be used
   */
  public Optional<AuthenticatedUser> named(PeerIdentity peer) {
    return account(peer).map(PasswordAuthentication::usable);
  }

  private Optional<User> account(PeerIdentity peer) {
    return peer.statedNames(settings.names()).stream()
        .map(stated -> users.byUsername(stated.name()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static AuthenticatedUser usable(User user) {
    if (user.isDisabled()) {
      throw new AccountException(Reason.DISABLED, "the account is disabled");
    }
    if (user.isBot()) {
      // Its lines say that a program signed them; those of this protocol cannot.
      throw new AccountException(Reason.DISABLED, "a bot does not speak this protocol");
    }
    return new AuthenticatedUser(user.id(), user.username());
  }

  private AccountException mismatch(Attempt attempt, String message, PeerIdentity peer) {
    attempt.failed();
    return AccountException.mismatch(message, peer.statedNames(settings.names()));
  }
}
