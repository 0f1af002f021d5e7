package org.securechat.protocol.channel;

import org.securechat.protocol.wire.AlertCode;

/** What a record meant to the channel that received it. */
public sealed interface Received {
  /**
   * An application message.
   *
   * @param data its bytes, the receiver's to keep
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Data(byte[] data) implements Received {}

  /** The peer moved to its next key; nothing to be done. */
  record KeyUpdated() implements Received {}

  /** The peer has sent Close; nothing follows. */
  record Closed() implements Received {}

  /**
   * The peer ended the connection; nothing follows.
   *
   * @param code why
   */
  record Alerted(AlertCode code) implements Received {}
}
