package org.securechat.server.session;

import java.util.Optional;
import java.util.UUID;
import org.securechat.server.delivery.Link;

/**
 * A connection whose peer has shown a valid certificate, as the endpoint keeps it with the
 * connection. Without a user, nobody has logged in on it yet.
 */
public interface Session {

  Link link();

  default Optional<UUID> userId() {
    return Optional.empty();
  }

  default Optional<String> userName() {
    return Optional.empty();
  }
}
