package org.securechat.connector.contract;

/**
 * What a message endpoint implements to receive the frames of the connections that the resource
 * adapter accepts.
 *
 * <p>For one connection the calls come in order and never at the same time: {@link #opened} first,
 * then any number of frames, {@link #closed} last and exactly once. Calls for different connections
 * run in parallel, at most as many at a time as the activation's {@code concurrency}.
 */
public interface FrameListener {

  /** A peer has connected. Nothing was read from it yet. */
  void opened(Connection connection);

  /**
   * One complete frame has arrived.
   *
   * @param payload what follows the length field: at least one byte, at most the frame limit
   */
  void frame(Connection connection, byte[] payload);

  /**
   * The peer broke a rule that the adapter watches. The endpoint may send closing messages; when
   * the call returns, the adapter closes the connection.
   */
  void protocolViolation(Connection connection, ProtocolViolation violation);

  /**
   * The connection has ended, for any reason. Nothing can be sent any more.
   *
   * <p>A server that takes the application down refuses calls from then on, this one too. An
   * application that needs the call must {@linkplain Gateway#drain drain} and {@linkplain
   * Gateway#close close} before.
   */
  void closed(Connection connection);
}
