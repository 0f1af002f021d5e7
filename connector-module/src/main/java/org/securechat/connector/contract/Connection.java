package org.securechat.connector.contract;

import java.net.InetSocketAddress;

/** One accepted TCP connection, as an endpoint sees it. All methods are safe from any thread. */
public interface Connection {

  /** Unique within one run of the adapter. */
  long id();

  InetSocketAddress remoteAddress();

  InetSocketAddress localAddress();

  /**
   * Sends one frame; the adapter puts the length in front. The order of calls is the order on the
   * wire. A peer that does not read is not waited for: when more than the activation's {@code
   * outboundBytes} would be queued, the connection is closed as {@link
   * ProtocolViolation#OVERLOADED}.
   *
   * @param payload at least one byte, at most the frame limit; not to be changed afterwards
   * @return false if the connection is closed or was closed by this call
   */
  boolean send(byte[] payload);

  /**
   * As {@link #send}, for a payload that is made when it is written; and it waits for the next
   * {@link #flush} or {@code send}, so that what is ready at once is written at once.
   */
  boolean queue(DeferredPayload payload);

  /** Has what was queued written. */
  void flush();

  /** Ends the handshake timeout; from now on the idle timeout counts. */
  void established();

  /** Closes the connection after everything sent so far has been written. */
  void close();

  /**
   * Takes one unit of unfinished work. While a connection has as many as the activation's {@code
   * inFlightLimit}, none of its further frames is dispatched: the mailbox fills, reading stops, and
   * TCP slows the peer down.
   */
  InFlightPermit acquirePermit();

  /**
   * Takes the connection out of dispatch, so that a call for it can be continued on another thread:
   * until the release the listener is told nothing more of it, neither of frames nor of its end.
   * Only within a call for this connection, and once in it.
   */
  InFlightPermit hold();

  /** What the endpoint keeps with this connection; null at first. */
  Object state();

  /** Replaces what the endpoint keeps with this connection. */
  void state(Object state);

  boolean isOpen();
}
