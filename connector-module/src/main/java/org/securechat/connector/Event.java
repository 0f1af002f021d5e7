package org.securechat.connector;

import org.securechat.connector.contract.ProtocolViolation;

/** What waits in a connection's mailbox to be told to the endpoint. */
sealed interface Event {

  /** Events without content. */
  enum Signal implements Event {
    OPENED,
    /** The peer will send nothing more; what it sent is still to be handled and answered. */
    END_OF_INPUT,
    CLOSED
  }

  /** One complete frame. */
  final class Arrived implements Event {

    private final byte[] payload;

    Arrived(byte[] payload) {
      this.payload = payload;
    }

    byte[] payload() {
      return payload;
    }
  }

  /** A rule was broken. */
  record Violated(ProtocolViolation violation) implements Event {}
}
