package org.securechat.connector;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * Every line the adapter logs, by number. A number is never reused, and no line holds anything that
 * a peer has sent. What a single peer can cause is logged at debug level only, or at a limited
 * rate.
 */
final class ConnectorLog {

  private static final Logger LOG = System.getLogger("org.securechat.connector");

  private ConnectorLog() {}

  static void listening(SocketAddress address) {
    LOG.log(Level.INFO, "SC-C001 accepting connections on " + address);
  }

  /** Returns the line, for the exception that goes with it. */
  static String cannotListen(SocketAddress address, Throwable cause) {
    String line = "SC-C002 cannot listen on " + address + ": " + cause.getMessage();
    LOG.log(Level.ERROR, line);
    return line;
  }

  static void drained(boolean completely) {
    if (completely) {
      LOG.log(Level.INFO, "SC-C003 no longer accepting; everything received is done with");
    } else {
      LOG.log(Level.WARNING, "SC-C004 no longer accepting; some work did not end in time");
    }
  }

  static void stopped(SocketAddress address) {
    LOG.log(Level.INFO, "SC-C005 stopped on " + address);
  }

  static void connectionsRefused(long count) {
    LOG.log(Level.WARNING, "SC-C006 over the connection limits, closed at once: " + count);
  }

  static void violated(long connection, ProtocolViolation violation) {
    LOG.log(Level.DEBUG, () -> "SC-C007 connection " + connection + ": " + violation);
  }

  /** The container has logged the cause in full already. */
  static void endpointFailed(long connection, Throwable cause) {
    LOG.log(
        Level.WARNING,
        "SC-C008 endpoint failed for connection " + connection + ": " + cause.getClass().getName());
    LOG.log(Level.DEBUG, "SC-C008", cause);
  }

  static void endpointUnavailable(long connection) {
    LOG.log(Level.WARNING, "SC-C009 no endpoint could be had for connection " + connection);
  }

  static void workRefused(Throwable cause) {
    LOG.log(Level.WARNING, "SC-C010 the work manager refused work: " + cause);
  }

  static void releaseFailed(Throwable cause) {
    LOG.log(Level.DEBUG, "SC-C011 releasing an endpoint failed", cause);
  }

  static void pipelineFailed(long connection, Throwable cause) {
    LOG.log(Level.ERROR, "SC-C012 defect in the pipeline of connection " + connection, cause);
  }

  static void threadsLeft() {
    LOG.log(Level.WARNING, "SC-C013 an I/O thread did not end in time");
  }
}
