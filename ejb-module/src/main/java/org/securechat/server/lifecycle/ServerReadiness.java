package org.securechat.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether the doors are open. Safe from any thread. */
@ApplicationScoped
public class ServerReadiness {

  private volatile boolean accepting;
  private volatile boolean started;

  /** Whether connections are accepted now. */
  public boolean isAccepting() {
    return accepting;
  }

  /** Whether connections have been accepted since the start; stays true during a stop. */
  public boolean hasStarted() {
    return started;
  }

  void accepting(boolean now) {
    accepting = now;
    started = started || now;
  }
}
