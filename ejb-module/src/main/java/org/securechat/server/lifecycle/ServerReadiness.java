package org.securechat.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whether the doors are open. Safe from any thread. */
@ApplicationScoped
public class ServerReadiness {

  private volatile boolean accepting;
  private volatile boolean started;
  private volatile String renewalFault;

  /** Whether connections are accepted now. */
  public boolean isAccepting() {
    return accepting;
  }

  /** Whether connections have been accepted since the start; stays true during a stop. */
  public boolean hasStarted() {
    return started;
  }

  /** Why the certificates in the files cannot be used, while those before them are. */
  public Optional<String> renewalFault() {
    return Optional.ofNullable(renewalFault);
  }

  /**
   * @param fault null if there is no more
   */
  void renewalFault(String fault) {
    renewalFault = fault;
  }

  void accepting(boolean now) {
    accepting = now;
    started = started || now;
  }
}
