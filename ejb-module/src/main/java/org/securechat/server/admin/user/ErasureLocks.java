package org.securechat.server.admin.user;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose erasure is being worked on now. This node's is enough: another one cannot write into a
 * transcript. Thread-safe.
 */
@ApplicationScoped
public class ErasureLocks {

  private final Set<String> usernames = ConcurrentHashMap.newKeySet();

  /**
   * Returns false if another call is erasing this user already. If it returns true, {@link #end}
   * must follow.
   */
  boolean begin(String username) {
    return usernames.add(username);
  }

  void end(String username) {
    usernames.remove(username);
  }
}
