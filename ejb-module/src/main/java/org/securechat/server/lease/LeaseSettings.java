package org.securechat.server.lease;

import java.time.Duration;

/**
 * How a start treats a database that another server writes to.
 *
 * @param holder this server, for as long as nothing else can have the same name: a start after a
 *     crash finds its own name and does not wait
 * @param takeOver whether to take the database from a holder that lives
 * @param lease so long without a sign of life, and a holder counts as dead
 * @param pause between two looks
 */
public record LeaseSettings(String holder, boolean takeOver, Duration lease, Duration pause) {

  /** A holder that writes nothing shows that it lives this often. */
  public static final Duration RENEWAL = Duration.ofSeconds(3);

  /** Three signs of life may be late. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  /** A holder that lives is noticed about as soon as it shows it. */
  public static final Duration PAUSE = Duration.ofMillis(200);
}
