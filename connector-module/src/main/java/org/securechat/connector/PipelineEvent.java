package org.securechat.connector;

/** What other threads tell the handlers of a connection's pipeline, as user events. */
enum PipelineEvent {
  /** The endpoint is satisfied who the peer is. */
  ESTABLISHED,
  /** The mailbox has room again. */
  ROOM,
  /** Nothing more is read until the connection closes; what has arrived is still handled. */
  PAUSED,
  /** The connection is closing: what still arrives does not matter. */
  CLOSING,
  /** The connection is closing, and everything sent before has been written. */
  FLUSHED
}
