package org.securechat.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/**
 * Slows down guessing, at each door for itself: by {@link AccountBackOff} for the account, and
 * strangers by {@link AddressBudget} for the address. What speaks for an attempt counts first: a
 * certificate that names the account, or that the account was logged in from this address before.
 * So neither people behind one address nor strangers elsewhere lock out those who are right. All is
 * in the memory of one node and bounded; a cluster of n nodes allows n times as many guesses, each
 * still slow. Thread-safe.
 */
@ApplicationScoped
public class LoginThrottle {
  private static final int MAX_REMEMBERED = 20_000;

  private final Map<LoginDoor, Counts> doors = new EnumMap<>(LoginDoor.class);

  /** For the container's proxy. */
  public LoginThrottle() {}

  @Inject
  public LoginThrottle(Clock clock, AccountSettings settings) {
    for (LoginDoor door : LoginDoor.values()) {
      doors.put(
          door,
          new Counts(
              new AccountBackOff(clock, MAX_REMEMBERED),
              new AddressBudget(clock, MAX_REMEMBERED, settings.failuresPerAddress()),
              new KnownPlaces(MAX_REMEMBERED)));
    }
  }

  /**
   * Asks for one attempt, which the caller closes; closed without a verdict it counts as neither.
   *
   * @param account what failures are counted against
   * @param address where the attempt comes from
   * @throws AccountException {@code RATE_LIMITED}; the attempt must not be made
   */
  public Attempt begin(LoginDoor door, String account, Standing standing, InetAddress address) {
    Counts counts = doors.get(door);
    String source = AddressBudget.key(address);
    boolean known = counts.places().isKnown(account, source);
    if (standing == Standing.STRANGE && !known) {
      check(door, address);
    }
    // Guesses from elsewhere must not lock out the owner, who has been here before.
    String counted = known ? account + " at " + source : account;
    if (!counts.accounts().begin(counted)) {
      throw new AccountException(
          AccountException.Reason.RATE_LIMITED, "too many failures for the account");
    }
    return new Attempt(counts, account, counted, source);
  }

  /**
   * For strangers' requests that are not an attempt, but could be used on the way to one.
   *
   * @throws AccountException {@code RATE_LIMITED}, if the address has used up its failures
   */
  public void check(LoginDoor door, InetAddress address) {
    if (!doors.get(door).addresses().admits(AddressBudget.key(address))) {
      throw new AccountException(
          AccountException.Reason.RATE_LIMITED, "too many failures from the address");
    }
  }

  private record Counts(AccountBackOff accounts, AddressBudget addresses, KnownPlaces places) {}

  /** One admitted attempt. Used by one thread. */
  public static final class Attempt implements AutoCloseable {
    private final Counts counts;
    private final String account;
    private final String counted;
    private final String source;
    private boolean decided;

    private Attempt(Counts counts, String account, String counted, String source) {
      this.counts = counts;
      this.account = account;
      this.counted = counted;
      this.source = source;
    }

    /** Makes the next attempt wait. */
    public void failed() {
      decided = true;
      counts.accounts().failed(counted);
      counts.addresses().charge(source);
    }

    /** Forgives the account; the address may still be guessing at others. */
    public void succeeded() {
      decided = true;
      counts.accounts().succeeded(counted);
      counts.places().remember(account, source);
    }

    @Override
    public void close() {
      if (!decided) {
        decided = true;
        counts.accounts().abandoned(counted);
      }
    }
  }
}
