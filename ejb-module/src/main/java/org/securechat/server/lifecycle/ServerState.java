package org.securechat.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the doors are open. Safe from any thread. */
@ApplicationScoped
class ServerState {

  private volatile boolean accepting;

  boolean isAccepting() {
    return accepting;
  }

  void accepting(boolean now) {
    accepting = now;
  }
}
