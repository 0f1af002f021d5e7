package org.securechat.connector.contract;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;

/** One accepted TCP connection, as an endpoint sees it. All methods are safe from any thread. */
public interface Connection {

  /** Unique within one run of the adapter. */
  long id();

  /**
   * Where the peer is: who is behind a balancer that sends PROXY headers, not the balancer. The one
   * address that limits, cookies, logs and records may use.
   */
  InetSocketAddress remoteAddress();

  /** Where the connection was accepted. */
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
   * Sends several frames at once, in their order.
   *
   * @return as {@link #send}, for the last of them
   */
  boolean sendAll(List<byte[]> payloads);

  /**
   * As {@link #send}, for a payload that is made when it is written; and it waits for the next
   * {@link #flush} or {@code send}, so that what is ready at once is written at once.
   */
  boolean queue(DeferredPayload payload);

  /** Has what was queued written. */
  void flush();

  /**
   * The thread that writes to this connection and to others. Who flushes many connections at once
   * gives it one task that calls {@link #flushNow} for each, and wakes it once. Refuses tasks when
   * the adapter has stopped.
   */
  Executor writer();

  /** As {@link #flush}; only on the thread of {@link #writer}, and not from within a write. */
  void flushNow();

  /**
   * Says for whom the connection is served from now on, such as an account. Connections of one
   * owner share the turns that each owner has; until this is said, those from one address do.
   *
   * @param owner compared by {@code equals}
   */
  void servedFor(Object owner);

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

  /**
   * The next frame, if one has arrived and may be delivered now: the listener, within a call for
   * this connection, takes it in place of another call. A frame is taken under the same rules as
   * one that is delivered: in order, not while the connection is held or has as much unfinished
   * work as it may, and only so many in a row before it is another connection's turn.
   *
   * @return null if there is none
   */
  byte[] nextFrame();

  /** What the endpoint keeps with this connection; null at first. */
  Object state();

  /** Replaces what the endpoint keeps with this connection. */
  void state(Object state);

  boolean isOpen();
}
