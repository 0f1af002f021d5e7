package org.securechat.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.UUID;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The catalogue of what the application logs. A number is never used again for something else; no
 * line holds a secret or what people wrote.
 */
public final class ServerLog {

  private static final Logger LOG = System.getLogger("org.securechat.server");

  private ServerLog() {}

  public static void started(String addresses) {
    LOG.log(Level.INFO, "SC-S001 accepting connections on {0}", addresses);
  }

  public static void stopping(int connections) {
    LOG.log(Level.INFO, "SC-S002 stopping, {0} connections are open", connections);
  }

  public static void refused(Connection connection, ProtocolException reason) {
    LOG.log(
        Level.INFO,
        "SC-S003 connection {0} from {1} ended with {2}: {3}",
        connection.id(),
        connection.remoteAddress(),
        reason.alert().code(),
        reason.getMessage());
  }

  public static void failed(Connection connection, RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-S004 connection " + connection.id() + " failed", reason);
  }

  public static void violated(Connection connection, ProtocolViolation violation) {
    LOG.log(
        Level.INFO,
        "SC-S005 connection {0} from {1} ended by the adapter: {2}",
        connection.id(),
        connection.remoteAddress(),
        violation);
  }

  public static void requestFailed(String request, RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-S006 a request failed: " + request, reason);
  }

  public static void deliveryFailed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-S007 a delivery failed", reason);
  }

  public static void loggedIn(long connection, String user) {
    LOG.log(Level.INFO, "SC-S008 connection {0} logged in as {1}", connection, user);
  }

  public static void requestRefused(long connection, String code, String reason) {
    LOG.log(
        Level.INFO, "SC-S009 connection {0} was refused with {1}: {2}", connection, code, reason);
  }

  public static void deliveryUnfinished(int tasks) {
    LOG.log(
        Level.WARNING,
        "SC-S010 stopping with {0} deliveries undone; they are in the ledger",
        tasks);
  }

  public static void unknownSetting(String name) {
    LOG.log(Level.WARNING, "SC-S020 {0} is set and means nothing; see docs/CONFIGURATION.md", name);
  }

  public static void badSetting(String fault) {
    LOG.log(Level.ERROR, "SC-S021 a setting is out of bounds: {0}", fault);
  }

  public static void sessionEnded(long connection, String user, String reason) {
    LOG.log(
        Level.INFO,
        "SC-S011 the session of {1} on connection {0} ends: {2}",
        connection,
        user,
        reason);
  }

  public static void certificateEnded(String sha256, ProtocolException reason) {
    LOG.log(
        Level.WARNING,
        "SC-S012 sessions with the certificate {0} end with {1}: {2}",
        sha256,
        reason.alert().code(),
        reason.getMessage());
  }

  public static void revocationSourceFailed(String source, String reason) {
    LOG.log(Level.WARNING, "SC-S013 {0} is of no use: {1}", source, reason);
  }

  public static void certificateEnds(String name, Instant notAfter) {
    LOG.log(
        Level.WARNING, "SC-S015 the {0} certificate is good until {1}: renew it", name, notAfter);
  }

  public static void revocationRoundFailed(RuntimeException reason) {
    LOG.log(
        Level.WARNING,
        "SC-S014 open sessions could not be looked at again in full: {0}",
        reason.toString());
  }

  public static void retained(UUID roomId, long messages) {
    LOG.log(
        Level.INFO,
        "SC-S040 retention has erased {1} messages of room {0}",
        roomId,
        Long.toString(messages));
  }

  public static void retentionPutOff(UUID roomId, String reason) {
    LOG.log(Level.WARNING, "SC-S041 retention leaves room {0} for later: {1}", roomId, reason);
  }

  public static void retentionFailed(RuntimeException reason) {
    LOG.log(Level.ERROR, "SC-S042 retention failed and will be tried again", reason);
  }

  public static void erasureFinished(String username) {
    LOG.log(Level.INFO, "SC-S043 the erasure of user {0} is complete", username);
  }

  public static void erasurePutOff(String username, String reason) {
    LOG.log(
        Level.WARNING, "SC-S044 the erasure of user {0} is left for later: {1}", username, reason);
  }

  public static void enrolled(String name) {
    LOG.log(Level.INFO, "SC-S030 administrator {0} was enrolled on the machine", name);
  }

  public static void enrolmentRefused(String file, String reason) {
    LOG.log(Level.WARNING, "SC-S031 the enrolment {0} was refused: {1}", file, reason);
  }

  public static void enrolmentFailed(String folder, Exception reason) {
    LOG.log(Level.ERROR, "SC-S032 enrolments in " + folder + " cannot be read", reason);
  }

  public static void keyLogging(String file) {
    LOG.log(
        Level.WARNING,
        "SC-S090 the secrets of all sessions go to {0}: whoever has that file can read them",
        file);
  }
}
