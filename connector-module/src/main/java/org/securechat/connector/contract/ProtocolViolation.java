package org.securechat.connector.contract;

/** Why the adapter ends a connection that the endpoint did not close. */
public enum ProtocolViolation {
  /** A length field above the frame limit. */
  FRAME_TOO_LARGE,
  /** A length field of zero. */
  EMPTY_FRAME,
  /** The peer closed its side in the middle of a frame. */
  TRUNCATED,
  /** What a balancer has sent first is no PROXY header. */
  PROXY_HEADER_MISSING,
  /** A PROXY header that breaks the rules of its protocol, or ends too early. */
  PROXY_HEADER_MALFORMED,
  /** A balancer has sent no whole PROXY header within its time. */
  PROXY_HEADER_TIMEOUT,
  /** {@link Connection#established()} was not called within the handshake timeout. */
  HANDSHAKE_TIMEOUT,
  /** Nothing arrived within the idle timeout, or a frame was left unfinished for too long. */
  IDLE_TIMEOUT,
  /** A bound was reached: connections, or bytes that the peer does not read. */
  OVERLOADED,
  /** The endpoint failed. */
  INTERNAL
}
