package org.securechat.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.securechat.server.renewal.CertificateFault;

/** Whether the doors are open. Safe from any thread. */
@ApplicationScoped
public class ServerReadiness {

  private volatile boolean accepting;
  private volatile boolean started;
  private final Map<String, String> renewalFaults = new ConcurrentSkipListMap<>();
  private final Map<String, CertificateFault> certificateFaults = new ConcurrentSkipListMap<>();

  /** Whether connections are accepted now. */
  public boolean isAccepting() {
    return accepting;
  }

  /** Whether connections have been accepted since the start; stays true during a stop. */
  public boolean hasStarted() {
    return started;
  }

  /**
   * Why certificates in the files cannot be used, while those before them are: by what they are
   * for.
   */
  public Map<String, String> renewalFaults() {
    return Map.copyOf(renewalFaults);
  }

  /** Returns whether that is new. */
  boolean renewalFailed(String use, String fault) {
    return !fault.equals(renewalFaults.put(use, fault));
  }

  void renewed(String use) {
    renewalFaults.remove(use);
  }

  /** Why peers refuse certificates that are in use: by what these are for. */
  public Map<String, CertificateFault> certificateFaults() {
    return Map.copyOf(certificateFaults);
  }

  /** Returns whether that is new. */
  boolean certificateRefused(String use, CertificateFault fault) {
    return !fault.equals(certificateFaults.put(use, fault));
  }

  void certificateTaken(String use) {
    certificateFaults.remove(use);
  }

  void accepting(boolean now) {
    accepting = now;
    started = started || now;
  }
}
