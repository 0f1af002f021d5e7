package org.securechat.server.delivery;

import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.protocol.application.ServerMessage;
import org.securechat.protocol.application.ServerMessageCodec;
import org.securechat.protocol.channel.Inner;
import org.securechat.protocol.channel.PendingRecord;
import org.securechat.protocol.channel.Received;
import org.securechat.protocol.channel.SecureChannel;
import org.securechat.protocol.identity.PeerIdentity;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.ProtocolException;

/**
 * A connection and the keys that protect it: what a message to one peer goes through. Sending is
 * safe from any thread; a record is sealed when it is written, so records leave in the order of
 * their numbers. {@link #receive} belongs to the connection's own calls, one at a time.
 */
public final class SecureConnection {

  private final Connection connection;
  private final SecureChannel channel;
  private final Consumer<PendingRecord> wire;
  private final Instant since;

  /**
   * @param since when the peer had proved who it is
   */
  public SecureConnection(Connection connection, SecureChannel channel, Instant since) {
    this.since = since;
    this.connection = connection;
    this.channel = channel;
    this.wire = record -> connection.queue(new SealedInTurn(record));
  }

  /** Sends to a peer that may be gone by now: then nothing happens. */
  public void send(ServerMessage message) {
    queue(encoded(message));
    flush();
  }

  /** A message as it is given to {@link #queue}, once for many peers. */
  static Inner encoded(ServerMessage message) {
    return Inner.application(ServerMessageCodec.write(message));
  }

  /** Sends with the next {@link #flush}, or with whatever is sent before that. */
  void queue(Inner message) {
    channel.queue(message, wire);
  }

  /** Has what was queued written. */
  void flush() {
    connection.flush();
  }

  /** The thread that writes to this connection, for {@link #flushNow}. */
  Executor writer() {
    return connection.writer();
  }

  /** As {@link #flush}, on the thread that writes. */
  void flushNow() {
    connection.flushNow();
  }

  public Received receive(Frame frame) throws ProtocolException {
    return channel.receive(frame);
  }

  /** Says why and closes. */
  public void alert(AlertCode code) {
    channel.queueAlert(code, wire);
    connection.close();
  }

  /** Says goodbye and closes, after everything sent so far. */
  public void close() {
    channel.queueClose(wire);
    connection.close();
  }

  /** The connection is gone: forgets the keys. */
  public void destroy() {
    channel.destroy();
  }

  /** From now on it shares the turns of its user's other connections. */
  public void servedFor(UUID user) {
    connection.servedFor(user);
  }

  public InFlightPermit acquirePermit() {
    return connection.acquirePermit();
  }

  /** Takes the connection out of dispatch while a call for it goes on on another thread. */
  public InFlightPermit hold() {
    return connection.hold();
  }

  public boolean isOpen() {
    return connection.isOpen();
  }

  public PeerIdentity peer() {
    return channel.peer();
  }

  /** The channel binding: what every message signed in this session must name. */
  public String channelBinding() {
    return channel.channelBinding();
  }

  public InetAddress remoteAddress() {
    return connection.remoteAddress().getAddress();
  }

  public long id() {
    return connection.id();
  }

  /** When the peer had proved who it is. */
  public Instant since() {
    return since;
  }
}
