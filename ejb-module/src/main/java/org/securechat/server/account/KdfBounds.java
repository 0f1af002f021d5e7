package org.securechat.server.account;

import org.securechat.protocol.crypto.KdfParameters;

/**
 * How costly the key of a stored password may be. A client computes its own, but there are logins
 * that bring the password itself, and those this server has to compute: without a bound, who
 * registers would choose how much memory and time each of his logins takes from the others.
 */
public final class KdfBounds {
  /** 64 MiB, as in the second recommendation of RFC 9106 section 4. */
  public static final int MOST_MEMORY_KIB = 64 * 1024;

  /** Memory times passes: 64 MiB three times, about 0.3 seconds of a core. */
  public static final long MOST_WORK_KIB = 3L * MOST_MEMORY_KIB;

  private KdfBounds() {}

  /** Whether the server stores and computes such keys. */
  public static boolean permit(KdfParameters parameters) {
    return parameters.memoryKib() <= MOST_MEMORY_KIB
        && (long) parameters.memoryKib() * parameters.iterations() <= MOST_WORK_KIB;
  }
}
