package org.securechat.server.cluster;

import java.util.Set;

/**
 * Another server has told that sessions of these users have begun or ended.
 *
 * @param users by their names
 */
public record SessionsChanged(Set<String> users) {
  public SessionsChanged {
    users = Set.copyOf(users);
  }
}
