package org.securechat.connector.contract;

/** Why the adapter ends a connection that the endpoint did not close. */
public enum ProtocolViolation {
  /** A length field above the frame limit. */
  FRAME_TOO_LARGE,
  /** A length field of zero. */
  EMPTY_FRAME,
  /** The peer closed its side in the middle of a frame. */
  TRUNCATED,
  /** {@link Connection#established()} was not called within the handshake timeout. */
  HANDSHAKE_TIMEOUT,
  /** Nothing arrived within the idle timeout, or a frame was left unfinished for too long. */
  IDLE_TIMEOUT,
  /** A bound was reached: connections, or bytes that the peer does not read. */
  OVERLOADED,
  /** The endpoint failed. */
  INTERNAL
}
