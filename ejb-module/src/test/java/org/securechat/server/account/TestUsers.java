package org.securechat.server.account;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.securechat.protocol.application.Request;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.testing.TestDatabase;
import org.securechat.server.testing.TestIdentities;

/** Accounts for the tests of other packages. */
public final class TestUsers {
  private TestUsers() {}

  public static Users on(TestDatabase database) {
    return database.perCall(Users.class, JpaUsers::new);
  }

  /** Logs in as a chat client does, with a certificate that was issued this moment. */
  public static AuthenticatedUser logIn(TestDatabase database, String username, SecretBytes key) {
    Users users = on(database);
    return new AuthenticationService(
            users,
            new DecoyAccounts(database.perCall(ServerSecrets.class, JpaServerSecrets::new)),
            new LoginThrottle(Clock.systemUTC()),
            new AccountSettings(PasswordPolicy.ALWAYS),
            (user, peer, address) -> users.add(user),
            Clock.systemUTC())
        .login(
            new Request.Login(1, username, Optional.of(key)),
            TestIdentities.named(username),
            InetAddress.getLoopbackAddress());
  }

  /** Adds an account without a password. */
  public static AuthenticatedUser add(TestDatabase database, String username) {
    User user = new User(username, username + "@example.org", null, Instant.EPOCH);
    try {
      on(database).add(user);
    } catch (NameTakenException e) {
      throw new IllegalArgumentException(e);
    }
    return new AuthenticatedUser(user.id(), username);
  }
}
