package org.securechat.server.handshake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.securechat.server.config.ServerConfiguration;

/**
 * How many handshakes are unfinished. Above a bound, a newcomer must return a cookie before the
 * server computes or keeps anything for it. Safe from any thread.
 */
@ApplicationScoped
public class HandshakeLoad {

  @Inject private ServerConfiguration configuration;

  private final AtomicInteger unfinished = new AtomicInteger();

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

  boolean isHigh() {
    return unfinished.get() > configuration.cookieAbove();
  }
}
