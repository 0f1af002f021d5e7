package org.securechat.protocol.handshake;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The cookies that came back, for as long as they are valid, so that each is taken once. Holds at
 * most twice {@value #MAX_PERIOD} of them, which is more than a server has key exchanges for.
 * Thread-safe.
 */
final class UsedCookies {
  /** Cookies of one period, which is as long as a cookie lives. */
  static final int MAX_PERIOD = 65_536;

  private final Clock clock;
  private Set<ByteBuffer> before = new HashSet<>();
  private Set<ByteBuffer> now = new HashSet<>();
  private Instant end;

  UsedCookies(Clock clock) {
    this.clock = clock;
    this.end = clock.instant().plus(Limits.HANDSHAKE_TIMEOUT);
  }

  /**
   * Takes a valid cookie.
   *
   * @param mac its last bytes, which no other cookie has
   * @throws ProtocolException {@code bad_frame} if it was taken before, {@code overloaded} if no
   *     more can be remembered
   */
  synchronized void take(byte[] mac) throws ProtocolException {
    turn();
    ByteBuffer cookie = ByteBuffer.wrap(mac);
    // PROTOCOL.md §3.3: a cookie is good for one handshake.
    if (before.contains(cookie) || now.contains(cookie)) {
      throw HelloFields.malformed("a cookie that was used before");
    }
    if (now.size() >= MAX_PERIOD) {
      throw new ProtocolException(AlertCode.OVERLOADED, "too many cookies came back");
    }
    now.add(cookie);
  }

  /** A cookie of the period before the last cannot be valid any more. */
  private void turn() {
    Instant instant = clock.instant();
    if (instant.isBefore(end)) {
      return;
    }
    before = instant.isBefore(end.plus(Limits.HANDSHAKE_TIMEOUT)) ? now : new HashSet<>();
    now = new HashSet<>();
    end = instant.plus(Limits.HANDSHAKE_TIMEOUT);
  }
}
