package org.securechat.web;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The catalogue of what the administration interface logs. A number is never used again for
 * something else; no line holds a secret or what people wrote.
 */
public final class WebLog {

  private static final Logger LOG = System.getLogger("org.securechat.web");

  private WebLog() {}

  /**
   * An unexpected failure.
   *
   * @param id what the client is told, to be found again
   * @param path of the request, without its query
   * @return the event's number and the id
   */
  public static String failed(String id, String path, Throwable reason) {
    LOG.log(Level.ERROR, "SC-W001 request " + id + " for " + path + " failed", reason);
    return "SC-W001 " + id;
  }

  public static void loginFailed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-W002 a login could not be judged", reason);
  }

  /** Of the OpenID provider; the reason holds no token. */
  public static void providerFailed(String issuer, String reason) {
    LOG.log(Level.WARNING, "SC-W003 the OpenID provider {0} is of no use: {1}", issuer, reason);
  }
}
