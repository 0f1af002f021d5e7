package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.securechat.connector.Event.Arrived;
import org.securechat.connector.address.IpAddresses;
import org.securechat.connector.contract.Connection;
import org.securechat.connector.contract.DeferredPayload;
import org.securechat.connector.contract.InFlightPermit;
import org.securechat.connector.contract.ProtocolViolation;

/**
 * One connection, as the endpoint knows it, and the meeting point of its threads: the event loop
 * puts events in, a worker takes them out, any thread sends.
 */
final class PeerConnection implements Connection {

  /** So many events of one connection in a row; then it is another one's turn. */
  private static final int TURN = 16;

  private final long id;
  private final Channel channel;
  private final InetSocketAddress remoteAddress;
  private final InetSocketAddress localAddress;
  private final int frameLimit;
  private final Mailbox mailbox;
  private final Outbound outbound;
  private final Dispatcher dispatcher;

  private volatile Object state;
  private volatile Object servedFor;
  private volatile boolean open = true;
  private volatile boolean established;
  private int refusals; // worker only
  private int turn; // worker only

  /**
   * @param peer where the client is: behind a balancer not where the channel comes from
   */
  PeerConnection(
      long id,
      Channel channel,
      InetSocketAddress peer,
      ActivationSettings settings,
      Dispatcher dispatcher) {
    this.id = id;
    this.channel = channel;
    this.dispatcher = dispatcher;
    remoteAddress = peer;
    localAddress = address(channel.localAddress());
    frameLimit = settings.frameLimit();
    mailbox = new Mailbox(settings);
    outbound = new Outbound(channel, settings.framing(), settings.outboundBytes());
  }

  static InetSocketAddress address(java.net.SocketAddress address) {
    // Only a channel without a socket, as in tests, has another kind.
    return address instanceof InetSocketAddress socket
        ? socket
        : InetSocketAddress.createUnresolved(String.valueOf(address), 0);
  }

  // What the endpoint calls, from any thread.

  @Override
  public long id() {
    return id;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public void servedFor(Object owner) {
    servedFor = owner;
  }

  /** Whose turn it is when this connection is served. */
  Object owner() {
    Object named = servedFor;
    if (named != null) {
      return named;
    }
    InetSocketAddress from = remoteAddress();
    return from.isUnresolved() ? from : IpAddresses.origin(from.getAddress());
  }

  @Override
  public boolean send(byte[] payload) {
    return sendAll(List.of(payload));
  }

  @Override
  public boolean sendAll(List<byte[]> payloads) {
    boolean queued = true;
    for (byte[] payload : payloads) {
      queued = queue(new ReadyPayload(payload));
    }
    if (queued) {
      outbound.schedule();
    }
    return queued;
  }

  @Override
  public boolean queue(DeferredPayload payload) {
    int length = payload.length();
    if (length < 1 || length > frameLimit) {
      throw new IllegalArgumentException(
          "a payload of " + length + " bytes, not 1 to " + frameLimit);
    }
    if (!open) {
      return false;
    }
    if (outbound.offer(payload)) {
      return true;
    }
    if (open) {
      violated(ProtocolViolation.OVERLOADED);
    }
    return false;
  }

  @Override
  public void flush() {
    outbound.schedule();
  }

  @Override
  public Executor writer() {
    return channel.eventLoop();
  }

  @Override
  public void flushNow() {
    outbound.drain();
  }

  @Override
  public void established() {
    if (!established) {
      established = true;
      mailbox.established();
      fireEvent(PipelineEvent.ESTABLISHED);
    }
  }

  @Override
  public void close() {
    if (mailbox.closing()) {
      open = false;
      fireEvent(PipelineEvent.CLOSING);
      outbound.finish();
    }
  }

  @Override
  public InFlightPermit acquirePermit() {
    mailbox.acquirePermit();
    return releasedOnce(mailbox::releasePermit);
  }

  @Override
  public InFlightPermit hold() {
    mailbox.hold();
    return releasedOnce(mailbox::letGo);
  }

  private InFlightPermit releasedOnce(BooleanSupplier release) {
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        submitIf(release.getAsBoolean());
      }
    };
  }

  @Override
  public Object state() {
    return state;
  }

  @Override
  public void state(Object state) {
    this.state = state;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public String toString() {
    return "connection " + id;
  }

  // What the event loop reports.

  void opened() {
    submitIf(mailbox.start());
  }

  void arrived(byte[] payload) {
    submitIf(mailbox.arrived(payload));
  }

  boolean hasRoom() {
    return mailbox.hasRoom();
  }

  boolean isEstablished() {
    return established;
  }

  /** Whether something that has arrived is not done with. */
  boolean busy() {
    return !mailbox.isIdle();
  }

  void inputEnded() {
    submitIf(mailbox.inputEnded());
  }

  void writable() {
    outbound.schedule();
  }

  /** The channel is closed. */
  void channelClosed() {
    open = false;
    outbound.abandon();
    submitIf(mailbox.closed());
  }

  /** Tells the endpoint, and closes the connection after that. */
  void violated(ProtocolViolation violation) {
    ConnectorLog.violated(id, violation);
    switch (violation) {
      case FRAME_TOO_LARGE, EMPTY_FRAME, TRUNCATED -> submitIf(mailbox.violatedInOrder(violation));
      case PROXY_HEADER_MISSING,
          PROXY_HEADER_MALFORMED,
          PROXY_HEADER_TIMEOUT,
          HANDSHAKE_TIMEOUT,
          IDLE_TIMEOUT,
          INTERNAL ->
          submitIf(mailbox.violatedNow(violation));
      case OVERLOADED -> {
        submitIf(mailbox.violatedNow(violation));
        abort(); // The peer does not read, so no alert can reach it, and its memory is freed.
      }
    }
  }

  /** Resets the connection without waiting for anything. */
  void abort() {
    open = false;
    outbound.abandon();
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // Closed already, then.
    }
    var _ = channel.close();
  }

  /** Stops reading for good. */
  void pause() {
    fireEvent(PipelineEvent.PAUSED);
  }

  // What a worker needs.

  Mailbox mailbox() {
    return mailbox;
  }

  /** Goes on reading if enough of the mailbox has been emptied. */
  void resumeReading() {
    if (mailbox.shouldResumeReading()) {
      fireEvent(PipelineEvent.ROOM);
    }
  }

  /** From now on it is this connection's turn, for {@value #TURN} events. */
  void beginTurn() {
    turn = TURN;
  }

  boolean hasTurn() {
    return turn > 0;
  }

  /** The next event that may be delivered now, or null. */
  Event takeEvent() {
    turn--;
    return mailbox.take();
  }

  @Override
  public byte[] nextFrame() {
    Arrived frame = hasTurn() ? mailbox.takeFrame() : null;
    if (frame == null) {
      return null;
    }
    turn--;
    return frame.payload();
  }

  /** Counts how often in a row no endpoint could be had. */
  int refused() {
    return ++refusals;
  }

  void served() {
    refusals = 0;
  }

  Channel channel() {
    return channel;
  }

  private void submitIf(boolean ready) {
    if (ready) {
      dispatcher.submit(this);
    }
  }

  private void fireEvent(PipelineEvent event) {
    try {
      channel.pipeline().fireUserEventTriggered(event);
    } catch (RejectedExecutionException e) {
      // The event loop has stopped; it has closed the channel.
    }
  }
}
