package org.securechat.server.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A budget of failures for each address, refilled steadily. It is generous, because a whole office
 * may come from one address and must not be locked out by one of its people; it only keeps a single
 * source from trying many accounts. Thread-safe.
 */
final class AddressBudget {
  static final int FAILURES = 100;
  static final long REFILL_MILLIS = 3_000;

  private static final int IPV6_NETWORK_BYTES = 8;

  private final Clock clock;
  private final RecentlyUsed<Debt> debts;

  AddressBudget(Clock clock, int maxAddresses) {
    this.clock = clock;
    this.debts = new RecentlyUsed<>(maxAddresses);
  }

  /** What counts as one source: an IPv4 address, or the /64 that one IPv6 customer is given. */
  static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }

  synchronized boolean admits(String source) {
    Debt debt = debts.peek(source);
    if (debt == null) {
      return true;
    }
    debt.repay(clock.millis());
    if (debt.failures == 0) {
      debts.remove(source);
    }
    return debt.failures < FAILURES;
  }

  synchronized void charge(String source) {
    Debt debt = debts.get(source, Debt::new);
    long now = clock.millis();
    if (debt.failures == 0) {
      debt.since = now;
    }
    debt.repay(now);
    debt.failures++;
  }

  synchronized int size() {
    return debts.size();
  }

  private static final class Debt {
    private long failures;
    private long since;

    void repay(long now) {
      long repaid = Math.min(failures, Math.max(0, (now - since) / REFILL_MILLIS));
      failures -= repaid;
      since += repaid * REFILL_MILLIS;
    }
  }
}
