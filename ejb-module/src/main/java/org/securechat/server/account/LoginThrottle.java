package org.securechat.server.account;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;

/**
 * Slows down guessing: by {@link AccountBackOff} for the account, by {@link AddressBudget} for the
 * address. Both are in the memory of one node and bounded; a cluster of n nodes allows n times as
 * many guesses, each still slow. Thread-safe.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class LoginThrottle {
  private static final int MAX_REMEMBERED = 20_000;

  private final AccountBackOff accounts;
  private final AddressBudget addresses;

  /** For the container's proxy. */
  public LoginThrottle() {
    this.accounts = null;
    this.addresses = null;
  }

  @Inject
  public LoginThrottle(Clock clock) {
    this.accounts = new AccountBackOff(clock, MAX_REMEMBERED);
    this.addresses = new AddressBudget(clock, MAX_REMEMBERED);
  }

  /**
   * Asks for one attempt, which the caller closes; closed without a verdict it counts as neither.
   *
   * @param account what failures are counted against
   * @param address where the attempt comes from
   * @throws AccountException {@code RATE_LIMITED}; the attempt must not be made
   */
  public Attempt begin(String account, InetAddress address) {
    check(address);
    if (!accounts.begin(account)) {
      throw new AccountException(
          AccountException.Reason.RATE_LIMITED, "too many failures for the account");
    }
    return new Attempt(accounts, addresses, account, AddressBudget.key(address));
  }

  /**
   * For what is not an attempt, but could be used on the way to one.
   *
   * @throws AccountException {@code RATE_LIMITED}, if the address has used up its failures
   */
  public void check(InetAddress address) {
    if (!addresses.admits(AddressBudget.key(address))) {
      throw new AccountException(
          AccountException.Reason.RATE_LIMITED, "too many failures from the address");
    }
  }

  /** One admitted attempt. Used by one thread. */
  public static final class Attempt implements AutoCloseable {
    private final AccountBackOff accounts;
    private final AddressBudget addresses;
    private final String account;
    private final String source;
    private boolean decided;

    private Attempt(
        AccountBackOff accounts, AddressBudget addresses, String account, String source) {
      this.accounts = accounts;
      this.addresses = addresses;
      this.account = account;
      this.source = source;
    }

    /** Makes the next attempt wait. */
    public void failed() {
      decided = true;
      accounts.failed(account);
      addresses.charge(source);
    }

    /** Forgives the account; the address may still be guessing at others. */
    public void succeeded() {
      decided = true;
      accounts.succeeded(account);
    }

    @Override
    public void close() {
      if (!decided) {
        decided = true;
        accounts.abandoned(account);
      }
    }
  }
}
