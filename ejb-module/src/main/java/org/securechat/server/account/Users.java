package org.securechat.server.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** The accounts. What is returned is a copy of a row: changing it changes nothing. Thread-safe. */
public interface Users {

  Optional<User> byId(UUID id);

  /**
   * Finds the account of that name.
   *
   * @param username exactly as stored; anything that is not a valid name finds no account
   */
  Optional<User> byUsername(String username);

  /** One page of the accounts that fit. */
  List<User> find(UserSearch search);

  /**
   * Those of these accounts that are there and may be used.
   *
   * @param ids of any number of accounts
   */
  Set<UUID> activeAmong(Collection<UUID> ids);

  /**
   * Adds an account, in a transaction of its own. The database decides who comes first.
   *
   * @throws AccountException {@code NAME_TAKEN} if the username is another account's
   */
  void add(User user);

  /**
   * Changes one account in a transaction of its own.
   *
   * @return the account afterwards, or empty if there is none
   */
  Optional<User> change(UUID id, Consumer<User> change);

  /**
   * Adds an account in the caller's transaction, which must be there.
   *
   * @throws AccountException {@code NAME_TAKEN} if the username is another account's; the
   *     transaction is then to be rolled back
   */
  void addWithin(User user);

  /**
   * Changes one account in the caller's transaction, which must be there.
   *
   * @param change may throw; the transaction is then to be rolled back
   * @return whether there is one of that name
   */
  boolean changeWithin(String username, Consumer<User> change);
}
