package org.securechat.server.account;

import java.time.Instant;
import org.securechat.server.testing.TestDatabase;

/** Accounts for the tests of other packages. */
public final class TestUsers {
  private TestUsers() {}

  public static Users on(TestDatabase database) {
    return database.perCall(Users.class, JpaUsers::new);
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
