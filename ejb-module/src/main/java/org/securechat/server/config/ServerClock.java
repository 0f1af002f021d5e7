package org.securechat.server.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one place where the server's time comes from. */
@ApplicationScoped
public class ServerClock {

  @Produces
  Clock clock() {
    return Clock.systemUTC();
  }
}
