package org.securechat.server.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The accounts. What is returned is a copy of a row: changing it changes nothing. Thread-safe. */
public interface Users {

  Optional<User> byId(UUID id);

  /**
   * @param username exactly as stored; anything that is not a valid name finds nobody
   */
  Optional<User> byUsername(String username);

  /**
   * @param email in lower case
   */
  Optional<User> byEmail(String email);

  /** One page of the accounts that fit. */
  List<User> find(UserSearch search);

  /**
   * Adds an account, in a transaction of its own. The database decides who comes first.
   *
   * @throws NameTakenException if the username or the e-mail address is another account's
   */
  void add(User user) throws NameTakenException;

  /**
   * Changes one account in a transaction of its own.
   *
   * @return the account afterwards, or empty if there is none
   */
  Optional<User> change(UUID id, Consumer<User> change);
}
