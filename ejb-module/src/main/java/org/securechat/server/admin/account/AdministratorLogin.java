package org.securechat.server.admin.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.securechat.connector.address.IpAddresses;
import org.securechat.protocol.identity.CertificateRules;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.identity.Purpose;
import org.securechat.protocol.name.Names;
import org.securechat.protocol.wire.ProtocolException;
import org.securechat.server.account.AccountException;
import org.securechat.server.account.AccountSettings;
import org.securechat.server.account.DecoyAccounts;
import org.securechat.server.account.LoginDoor;
import org.securechat.server.account.LoginThrottle;
import org.securechat.server.account.LoginThrottle.Attempt;
import org.securechat.server.account.PasswordDerivation;
import org.securechat.server.account.PasswordDerivation.Kind;
import org.securechat.server.account.Standing;
import org.securechat.server.account.StoredPassword;
import org.securechat.server.actor.Actor;
import org.securechat.server.actor.AdministrationException;
import org.securechat.server.actor.LoginMethod;
import org.securechat.server.audit.AuditAction;
import org.securechat.server.audit.AuditEvent;
import org.securechat.server.audit.AuditLog;
import org.securechat.server.handshake.ServerIdentity;

/**
 * Decides whether a caller is the administrator whom the caller claims to be. The account is read
 * from the database each time, so that a lock or another role counts from the next request on;
 * every failure is in the audit log. Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdministratorLogin {
  private static final int MAX_NAME = Names.MAX_USERNAME;
  private static final int MAX_PASSWORD = 256;

  private final JpaAdministrators table;
  private final PasswordDerivation passwords;
  private final DecoyAccounts decoys;
  private final LoginThrottle throttle;
  private final AuditLog audit;
  private final ServerIdentity identity;
  private final AccountSettings settings;
  private final RememberedPasswords remembered;

  /** For the container's proxy. */
  public AdministratorLogin() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public AdministratorLogin(
      JpaAdministrators table,
      PasswordDerivation passwords,
      DecoyAccounts decoys,
      LoginThrottle throttle,
      AuditLog audit,
      ServerIdentity identity,
      AccountSettings settings,
      Clock clock) {
    this.table = table;
    this.passwords = passwords;
    this.decoys = decoys;
    this.throttle = throttle;
    this.audit = audit;
    this.identity = identity;
    this.settings = settings;
    this.remembered = new RememberedPasswords(clock);
  }

  /**
   * By password.
   *
   * @param name as typed
   * @param password remains the caller's to wipe
   * @throws AdministrationException {@code BAD_CREDENTIALS} for an unknown name, a wrong password
   *     and an administrator who is disabled
   * @throws AccountException {@code RATE_LIMITED}, {@code OVERLOADED}
   */
  public Actor byPassword(String name, char[] password, InetAddress address) {
    if (name.length() > MAX_NAME || password.length > MAX_PASSWORD) {
      throw refused(LoginMethod.PASSWORD, name, address, "too long");
    }
    Optional<Administrator> found = table.byName(name).filter(a -> !a.isDisabled());
    Optional<String> tag =
        found.filter(Administrator::hasPassword).map(a -> remembered.tag(a, password, address));
    if (tag.filter(remembered::isKnown).isPresent()) {
      return actor(found.get(), LoginMethod.PASSWORD, address);
    }
    try (Attempt attempt = begin(name, tag.isPresent(), address)) {
      StoredPassword decoy = decoys.password(name);
      boolean right =
          passwords.fits(
              tag.isPresent() ? Kind.ADMINISTRATORS : Kind.STRANGERS,
              password,
              found.flatMap(Administrator::password).orElse(decoy));
      if (!right || tag.isEmpty()) {
        attempt.failed();
        AdministrationException refused =
            refused(LoginMethod.PASSWORD, name, address, "unknown name or wrong password");
        // An address without failures left is told the same of names that exist and others.
        throttle.check(LoginDoor.ADMINISTRATION, address);
        throw refused;
      }
      attempt.succeeded();
      remembered.remember(tag.get());
      return actor(found.get(), LoginMethod.PASSWORD, address);
    }
  }

  /** A name that can log in is not held up by what others at its address do. */
  private Attempt begin(String name, boolean likely, InetAddress address) {
    try {
      return throttle.begin(LoginDoor.ADMINISTRATION, name, Standing.of(likely), address);
    } catch (AccountException e) {
      failure(LoginMethod.PASSWORD, name, address, "put off");
      throw e;
    }
  }

  /**
   * By a client certificate whose key the TLS handshake has proved.
   *
   * @param chain leaf first
   * @throws AdministrationException {@code BAD_CREDENTIALS} if the certificate is not a valid one
   *     of ours, or no administrator has it; {@code UNAVAILABLE} while the server starts
   */
  public Actor byCertificate(List<X509Certificate> chain, InetAddress address) {
    PeerIdentity peer;
    try {
      peer = rules().verify(chain, Purpose.CLIENT);
    } catch (ProtocolException e) {
      throw refused(LoginMethod.CERTIFICATE, "", address, e.alert().code());
    }
    Administrator known =
        table
            .byCertificate(peer.certificateSha256())
            .or(() -> named(peer))
            .filter(a -> !a.isDisabled())
            .orElseThrow(() ->
                refused(
                    LoginMethod.CERTIFICATE,
                    peer.certificateSha256(),
                    address,
                    "no administrator's"));
    return actor(known, LoginMethod.CERTIFICATE, address);
  }

  private Optional<Administrator> named(PeerIdentity peer) {
    return peer.statedNames(settings.names()).stream()
        .map(stated -> table.byName(stated.name()))
        .flatMap(Optional::stream)
        .filter(a -> a.certificate().kind() == CertificateRule.Kind.NAMED)
        .findFirst();
  }

  /**
   * The check of tokens reports its refusals here, so that all failures are counted in one place.
   */
  public AdministrationException byTokenRefused(InetAddress address, String reason) {
    return refused(LoginMethod.OPENID, "", address, reason);
  }

  private CertificateRules rules() {
    CertificateRules rules = identity.rules();
    if (rules == null) {
      throw AdministrationException.unavailable("the server is starting");
    }
    return rules;
  }

  private static Actor actor(Administrator known, LoginMethod method, InetAddress address) {
    return new Actor(known.name(), known.role(), method, IpAddresses.text(address));
  }

  private AdministrationException refused(
      LoginMethod method, String name, InetAddress address, String reason) {
    failure(method, name, address, reason);
    return AdministrationException.badCredentials(reason);
  }

  private void failure(LoginMethod method, String name, InetAddress address, String reason) {
    audit.later(
        AuditEvent.of(AuditAction.ADMINISTRATOR_LOGIN_FAILED)
            .byNobody()
            // What is typed there without the form of a name is now and then a password.
            .on(Names.isUsername(name) ? name : "")
            .from(IpAddresses.text(address))
            .with("method", method.wireName())
            .with("reason", reason)
            .failed());
  }
}
