package org.securechat.server;

import java.time.Instant;
import java.util.UUID;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;
import org.securechat.protocol.wire.ProtocolException;

/** What the application logs. No line holds a secret or the content of a message. */
public final class ServerLog {

  private static final EventLog LOG = new EventLog("org.securechat.server");

  private static final LogEvent STARTED =
      LogEvent.info("SC-S001", "accepting connections on {address}");
  private static final LogEvent STOPPING =
      LogEvent.info("SC-S002", "stopping with {count} open connections");
  private static final LogEvent REFUSED =
      LogEvent.info(
          "SC-S003", "connection {connection} from {address} ended with {code}: {reason}");
  private static final LogEvent FAILED =
      LogEvent.error("SC-S004", "connection {connection} failed and is closed");
  private static final LogEvent VIOLATED =
      LogEvent.info(
          "SC-S005",
          "connection {connection} from {address} was ended by the resource adapter: {violation}");
  private static final LogEvent REQUEST_FAILED =
      LogEvent.error("SC-S006", "request {request} failed");
  private static final LogEvent DELIVERY_FAILED =
      LogEvent.error("SC-S007", "a line could not be delivered to a listener");
  private static final LogEvent LOGGED_IN =
      LogEvent.info("SC-S008", "connection {connection} logged in as {user}");
  private static final LogEvent REQUEST_REFUSED =
      LogEvent.info("SC-S009", "connection {connection}: request refused with {code}: {reason}");
  private static final LogEvent DELIVERY_UNFINISHED =
      LogEvent.warning(
          "SC-S010", "stopping before {count} deliveries were made; the lines are in the ledger");
  private static final LogEvent SESSION_ENDED =
      LogEvent.info(
          "SC-S011", "the session of user {user} on connection {connection} ends: {reason}");
  private static final LogEvent CERTIFICATE_ENDED =
      LogEvent.warning(
          "SC-S012", "sessions with certificate {certificate} end with {code}: {reason}");
  private static final LogEvent REVOCATION_SOURCE_FAILED =
      LogEvent.warning("SC-S013", "revocation source {source} failed: {reason}");
  private static final LogEvent REVOCATION_ROUND_FAILED =
      LogEvent.warning(
          "SC-S014",
          "open sessions could not be checked for revoked certificates; trying again: {reason}");
  private static final LogEvent REVOCATION_LIST_UNUSABLE =
      LogEvent.warning("SC-S018", "a revocation list cannot be used, or only in part: {reason}");
  private static final LogEvent REVOCATION_LIST_ENDS =
      LogEvent.warning("SC-S019", "publish a revocation list: {reason}");
  private static final LogEvent CERTIFICATE_EXPIRES =
      LogEvent.warning("SC-S015", "the {name} certificate is valid until {expires}: renew it");
  private static final LogEvent CRYPTOGRAPHY =
      LogEvent.info("SC-S016", "signatures and records by {provider}");
  private static final LogEvent CRYPTOGRAPHY_FALLBACK =
      LogEvent.warning(
          "SC-S017",
          "signatures and records by Java alone; the native provider cannot be used: {reason}");
  private static final LogEvent UNKNOWN_SETTING =
      LogEvent.warning("SC-S020", "unknown setting {name} is ignored; see docs/CONFIGURATION.md");
  private static final LogEvent BAD_SETTING =
      LogEvent.error("SC-S021", "a setting is out of bounds: {reason}");
  private static final LogEvent CERTIFICATE_RENEWED =
      LogEvent.info(
          "SC-S022",
          "the renewed {use} certificate {certificate} is in use, which expires at {expires}");
  private static final LogEvent RENEWAL_FAILED =
      LogEvent.warning(
          "SC-S023",
          "the renewed {use} certificate cannot be used, and the one before it stays in use:"
              + " {reason}");
  private static final LogEvent CERTIFICATE_REFUSED =
      LogEvent.error("SC-S024", "peers refuse the {use} certificate: {reason}");
  private static final LogEvent ENROLLED =
      LogEvent.info("SC-S030", "administrator {administrator} was enrolled on this machine");
  private static final LogEvent ENROLMENT_REFUSED =
      LogEvent.warning("SC-S031", "enrolment {path} was refused: {reason}");
  private static final LogEvent ENROLMENT_FAILED =
      LogEvent.error("SC-S032", "enrolments in {path} cannot be read");
  private static final LogEvent RETAINED =
      LogEvent.info("SC-S040", "retention erased {count} messages of room {room}");
  private static final LogEvent RETENTION_POSTPONED =
      LogEvent.warning("SC-S041", "retention skipped room {room} and tries again: {reason}");
  private static final LogEvent RETENTION_FAILED =
      LogEvent.error("SC-S042", "retention failed and is tried again");
  private static final LogEvent ERASURE_FINISHED =
      LogEvent.info("SC-S043", "the erasure of user {user} is complete");
  private static final LogEvent ERASURE_POSTPONED =
      LogEvent.warning(
          "SC-S044", "the erasure of user {user} is not complete and is tried again: {reason}");
  private static final LogEvent KEY_LOGGING =
      LogEvent.warning(
          "SC-S090",
          "the secrets of all sessions are written to {path}: anyone with that file can read them");

  private ServerLog() {}

  public static void started(String addresses) {
    LOG.log(STARTED, addresses);
  }

  public static void stopping(int connections) {
    LOG.log(STOPPING, connections);
  }

  public static void refused(Connection connection, ProtocolException reason) {
    LOG.log(
        REFUSED,
        connection.id(),
        connection.remoteAddress(),
        reason.alert().code(),
        reason.getMessage());
  }

  public static void failed(Connection connection, RuntimeException reason) {
    LOG.logFailure(FAILED, reason, connection.id());
  }

  public static void violated(Connection connection, ProtocolViolation violation) {
    LOG.log(VIOLATED, connection.id(), connection.remoteAddress(), violation);
  }

  /**
   * A request failed for an unexpected reason.
   *
   * @param request its type
   */
  public static void requestFailed(String request, RuntimeException reason) {
    LOG.logFailure(REQUEST_FAILED, reason, request);
  }

  public static void deliveryFailed(RuntimeException reason) {
    LOG.logFailure(DELIVERY_FAILED, reason);
  }

  public static void loggedIn(long connection, String user) {
    LOG.log(LOGGED_IN, connection, user);
  }

  public static void requestRefused(long connection, String code, String reason) {
    LOG.log(REQUEST_REFUSED, connection, code, reason);
  }

  public static void deliveryUnfinished(int tasks) {
    LOG.log(DELIVERY_UNFINISHED, tasks);
  }

  /**
   * A certificate was renewed.
   *
   * @param use what it is for
   */
  public static void certificateRenewed(String use, String sha256, Instant expires) {
    LOG.log(CERTIFICATE_RENEWED, use, sha256, expires);
  }

  public static void renewalFailed(String use, String reason) {
    LOG.log(RENEWAL_FAILED, use, reason);
  }

  /**
   * A certificate that is in use is not one that peers take.
   *
   * @param use what it is for
   */
  public static void certificateRefused(String use, String reason) {
    LOG.log(CERTIFICATE_REFUSED, use, reason);
  }

  public static void sessionEnded(long connection, String user, String reason) {
    LOG.log(SESSION_ENDED, user, connection, reason);
  }

  public static void certificateEnded(String sha256, ProtocolException reason) {
    LOG.log(CERTIFICATE_ENDED, sha256, reason.alert().code(), reason.getMessage());
  }

  /**
   * A source of revocations gave no usable answer.
   *
   * @param source its kind and its address
   */
  public static void revocationSourceFailed(String source, String reason) {
    LOG.log(REVOCATION_SOURCE_FAILED, source, reason);
  }

  /** A list is there and does not do what a list should; says whose and why. */
  public static void revocationListUnusable(String reason) {
    LOG.log(REVOCATION_LIST_UNUSABLE, reason);
  }

  /** A list on which logins depend ends soon, has ended, or is missing; says whose. */
  public static void revocationListEnds(String reason) {
    LOG.log(REVOCATION_LIST_ENDS, reason);
  }

  public static void revocationRoundFailed(RuntimeException reason) {
    LOG.log(REVOCATION_ROUND_FAILED, reason);
  }

  /**
   * A certificate of the server ends soon.
   *
   * @param name whose certificate: server, receipt or authority
   */
  public static void certificateEnds(String name, Instant notAfter) {
    LOG.log(CERTIFICATE_EXPIRES, name, notAfter);
  }

  public static void unknownSetting(String name) {
    LOG.log(UNKNOWN_SETTING, name);
  }

  public static void badSetting(String fault) {
    LOG.log(BAD_SETTING, fault);
  }

  public static void enrolled(String name) {
    LOG.log(ENROLLED, name);
  }

  public static void enrolmentRefused(String file, String reason) {
    LOG.log(ENROLMENT_REFUSED, file, reason);
  }

  public static void enrolmentFailed(String folder, Exception reason) {
    LOG.logFailure(ENROLMENT_FAILED, reason, folder);
  }

  public static void retained(UUID roomId, long messages) {
    LOG.log(RETAINED, messages, roomId);
  }

  public static void retentionPutOff(UUID roomId, String reason) {
    LOG.log(RETENTION_POSTPONED, roomId, reason);
  }

  public static void retentionFailed(RuntimeException reason) {
    LOG.logFailure(RETENTION_FAILED, reason);
  }

  public static void erasureFinished(String username) {
    LOG.log(ERASURE_FINISHED, username);
  }

  public static void erasurePutOff(String username, String reason) {
    LOG.log(ERASURE_POSTPONED, username, reason);
  }

  /** By what signatures and records are computed; said once, at the start. */
  public static void cryptography(String provider) {
    LOG.log(CRYPTOGRAPHY, provider);
  }

  /** In place of {@link #cryptography}: a native provider is there and cannot be used. */
  public static void cryptographyFallback(String reason) {
    LOG.log(CRYPTOGRAPHY_FALLBACK, reason);
  }

  public static void keyLogging(String file) {
    LOG.log(KEY_LOGGING, file);
  }
}
