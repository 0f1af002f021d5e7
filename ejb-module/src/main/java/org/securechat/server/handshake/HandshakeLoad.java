package org.securechat.server.handshake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many handshakes are unfinished. Above a bound, a newcomer must return a cookie before the
 * server computes or keeps anything for it. Safe from any thread.
 */
@ApplicationScoped
public class HandshakeLoad {

  private final int cookieAbove;
  private final AtomicInteger unfinished = new AtomicInteger();

  /** For the container's proxy. */
  public HandshakeLoad() {
    cookieAbove = 0;
  }

  @Inject
  public HandshakeLoad(HandshakeSettings settings) {
    cookieAbove = settings.cookieAbove();
  }

  public void began() {
    unfinished.incrementAndGet();
  }

  public void ended() {
    unfinished.decrementAndGet();
  }

  /** How many handshakes are unfinished now. */
  public int unfinished() {
    return unfinished.get();
  }

  /** Whether a newcomer must return a cookie. */
  public boolean isHigh() {
    return unfinished.get() > cookieAbove;
  }
}
