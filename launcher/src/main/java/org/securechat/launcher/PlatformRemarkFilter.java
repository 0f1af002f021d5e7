package org.securechat.launcher;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Keeps out of the log what Payara Micro 7 warns of at every start or first request although
 * nothing is wrong, so that a warning in the log is one to look at. {@code --verbose} logs them all
 * the same.
 *
 * <p>Public with a public constructor because {@code java.util.logging} makes it by its name.
 */
public final class PlatformRemarkFilter implements Filter {

  /** How the message, or its key in the bundle, begins. */
  private static final List<String> REMARKS =
      List.of(
          // Micro has no policy provider of its own, and takes the one of the JDK, as meant.
          "NCLS-SECURITY-01149",
          "NCLS-SECURITY-01145",
          // The first EJB with interceptors defines this class; it is looked for before.
          "Class Not loaded yet com.sun.ejb.containers.interceptors.",
          // The servlet's name of the root context is "", that of the deployment "/".
          "Context path from ServletContext: ");

  @Override
  public boolean isLoggable(LogRecord entry) {
    String message = entry.getMessage();
    return message == null || REMARKS.stream().noneMatch(message::startsWith);
  }
}
