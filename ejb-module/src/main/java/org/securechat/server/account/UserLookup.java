package org.securechat.server.account;

import java.util.Optional;

/** Finds an account by its name, for every attempt to log in. Thread-safe. */
@FunctionalInterface
public interface UserLookup {
  /**
   * The account of that name as it is at this moment; a copy of its row.
   *
   * @param username exactly as stored; anything that is not a valid name finds no account
   */
  Optional<User> byUsername(String username);
}
