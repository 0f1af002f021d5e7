package org.securechat.connector;

import java.net.SocketAddress;
import org.securechat.connector.contract.ProtocolViolation;
import org.securechat.connector.log.EventLog;
import org.securechat.connector.log.LogEvent;

/**
 * Every event that the adapter logs. No line holds anything that a peer has sent. What a single
 * peer can cause is logged at debug level only, or at a limited rate.
 */
final class ConnectorLog {

  private static final EventLog LOG = new EventLog("org.securechat.connector");

  private static final LogEvent LISTENING =
      LogEvent.info("SC-C001", "accepting connections on {address}");
  private static final LogEvent CANNOT_LISTEN =
      LogEvent.error("SC-C002", "cannot listen on {address}: {reason}");
  private static final LogEvent DRAINED =
      LogEvent.info("SC-C003", "stopped accepting connections; all received frames are handled");
  private static final LogEvent NOT_DRAINED =
      LogEvent.warning(
          "SC-C004", "stopped accepting connections; some received frames are not handled yet");
  private static final LogEvent STOPPED = LogEvent.info("SC-C005", "stopped on {address}");
  private static final LogEvent CONNECTIONS_REJECTED =
      LogEvent.warning(
          "SC-C006", "closed {count} new connections at once: a connection limit was reached");
  private static final LogEvent VIOLATION =
      LogEvent.debug("SC-C007", "connection {connection} is ended: {violation}");
  private static final LogEvent ENDPOINT_FAILED =
      LogEvent.warning("SC-C008", "the endpoint failed on connection {connection}: {reason}");
  private static final LogEvent NO_ENDPOINT =
      LogEvent.warning(
          "SC-C009", "no endpoint was available for connection {connection}; it is closed");
  private static final LogEvent WORK_REJECTED =
      LogEvent.warning("SC-C010", "the work manager rejected work and is asked again: {reason}");
  private static final LogEvent RELEASE_FAILED =
      LogEvent.debug("SC-C011", "an endpoint could not be released");
  private static final LogEvent PIPELINE_FAILED =
      LogEvent.error("SC-C012", "the pipeline of connection {connection} failed; it is closed");
  private static final LogEvent THREADS_LEFT =
      LogEvent.warning("SC-C013", "an I/O thread did not end in time");
  private static final LogEvent PROXY_FAULTS =
      LogEvent.warning(
          "SC-C014",
          "ended {count} connections from networks whose balancers must send a PROXY header; the"
              + " first from {address}: {violation}");

  private ConnectorLog() {}

  static void listening(SocketAddress address) {
    LOG.log(LISTENING, address);
  }

  /** Returns the line, for the exception that goes with it. */
  static String cannotListen(SocketAddress address, Throwable cause) {
    LOG.log(CANNOT_LISTEN, address, cause.getMessage());
    return CANNOT_LISTEN.line(address, cause.getMessage());
  }

  static void drained(boolean completely) {
    LOG.log(completely ? DRAINED : NOT_DRAINED);
  }

  static void stopped(SocketAddress address) {
    LOG.log(STOPPED, address);
  }

  static void connectionsRejected(long count) {
    LOG.log(CONNECTIONS_REJECTED, count);
  }

  static void proxyFaults(long count, SocketAddress first, ProtocolViolation violation) {
    LOG.log(PROXY_FAULTS, count, first, violation);
  }

  static void violated(long connection, ProtocolViolation violation) {
    LOG.log(VIOLATION, connection, violation);
  }

  /** The container has logged the cause in full already. */
  static void endpointFailed(long connection, Throwable cause) {
    LOG.logFailureBriefly(ENDPOINT_FAILED, cause, connection, cause.getClass().getName());
  }

  static void endpointUnavailable(long connection) {
    LOG.log(NO_ENDPOINT, connection);
  }

  static void workRejected(Throwable cause) {
    LOG.log(WORK_REJECTED, cause);
  }

  static void releaseFailed(Throwable cause) {
    LOG.logFailure(RELEASE_FAILED, cause);
  }

  static void pipelineFailed(long connection, Throwable cause) {
    LOG.logFailure(PIPELINE_FAILED, cause, connection);
  }

  static void threadsLeft() {
    LOG.log(THREADS_LEFT);
  }
}
