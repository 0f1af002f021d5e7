package org.securechat.web;

import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/** What the administration interface logs. No line holds a secret or the content of a message. */
public final class WebLog {

  private static final EventLog LOG = new EventLog("org.securechat.web");

  private static final LogEvent FAILED =
      LogEvent.error("SC-W001", "request {request_id} for {path} failed");
  private static final LogEvent LOGIN_FAILED =
      LogEvent.error("SC-W002", "a login could not be checked and was refused");
  private static final LogEvent PROVIDER_FAILED =
      LogEvent.warning("SC-W003", "OpenID provider {issuer} failed: {reason}");

  private WebLog() {}

  /**
   * An unexpected failure.
   *
   * @param id what the client is told, to be found again
   * @param path of the request, without its query
   * @return the event's number and the id
   */
  public static String failed(String id, String path, Throwable reason) {
    LOG.logFailure(FAILED, reason, id, path);
    return FAILED.number() + " " + id;
  }

  public static void loginFailed(RuntimeException reason) {
    LOG.logFailure(LOGIN_FAILED, reason);
  }

  /** Of the OpenID provider; the reason holds no token. */
  public static void providerFailed(String issuer, String reason) {
    LOG.log(PROVIDER_FAILED, issuer, reason);
  }
}
