package org.securechat.server.account;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.identity.NameKind;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.testing.TestIdentities;

/** Accounts for the tests of other packages. */
public final class TestUsers {
  private TestUsers() {}

  public static Users on(TestDatabase database) {
    return database.perCall(Users.class, JpaUsers::new);
  }

  /** Writes an account without an audit log. */
  static RegistrationWriter registrations(Users users) {
    return new RegistrationWriter() {
      @Override
      public void add(User user, PeerIdentity peer, InetAddress address) {
        users.add(user);
      }
    };
  }

  /** Logs in as a chat client does, with a certificate that was issued this moment. */
  public static AuthenticatedUser logIn(TestDatabase database, String username, SecretBytes key) {
    Users users = on(database);
    return new AuthenticationService(
            new JdbcUserLookup(database.dataSource()),
            new DecoyAccounts(database.perCall(ServerSecrets.class, JpaServerSecrets::new)),
            new LoginThrottle(Clock.systemUTC(), settings(PasswordPolicy.ALWAYS)),
            settings(PasswordPolicy.ALWAYS),
            registrations(users),
            Clock.systemUTC())
        .login(
            new Request.Login(1, username, Optional.of(key)),
            TestIdentities.named(username),
            InetAddress.getLoopbackAddress());
  }

  /** Every kind of name counts, and an address has 100 failures. */
  static AccountSettings settings(PasswordPolicy policy) {
    return new AccountSettings(policy, EnumSet.allOf(NameKind.class), 100);
  }

  /** An account without a password, stored nowhere. */
  static User user(String username) {
    return new User(username, null, Instant.EPOCH);
  }

  /** Adds an account without a password. */
  public static AuthenticatedUser add(TestDatabase database, String username) {
    User user = user(username);
    on(database).add(user);
    return new AuthenticatedUser(user.id(), username);
  }
}
