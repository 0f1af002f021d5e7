package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** Lays the pipeline of an accepted connection: the table of contents of this package. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

  /** Across activations: an id is unique within one run. */
  private static final AtomicLong LAST_ID = new AtomicLong();

  private final ActivationSettings settings;
  private final Dispatcher dispatcher;
  private final Registry registry;
  private final Counters counters;
  private final OncePerSecond rejections;
  private final OncePerSecond proxyFaults = new OncePerSecond();

  ConnectionInitializer(
      ActivationSettings settings,
      Dispatcher dispatcher,
      Registry registry,
      Counters counters,
      OncePerSecond rejections) {
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.registry = registry;
    this.counters = counters;
    this.rejections = rejections;
  }

  @Override
  protected void initChannel(Channel channel) {
    ConnectionLimits.Place place = channel.attr(AdmissionHandler.PLACE).getAndSet(null);
    if (place == null) {
      lay(channel, PeerConnection.address(channel.remoteAddress()));
    } else {
      channel
          .pipeline()
          // Who is behind the balancer; then it lays the rest and goes.
          .addLast(
              "proxy",
              new ProxyHeaderHandler(
                  settings.proxies(), (of, peer) -> admit(of, place, peer), proxyFaults));
    }
  }

  private void admit(Channel channel, ConnectionLimits.Place place, InetSocketAddress peer) {
    if (place.isFrom(peer.getAddress())) {
      lay(channel, peer);
    } else {
      rejections.add(channel.eventLoop(), ConnectorLog::connectionsRejected);
      channel.pipeline().addLast("refusal", new RefusalHandler(settings.refusal()));
    }
  }

  private void lay(Channel channel, InetSocketAddress peer) {
    PeerConnection connection =
        new PeerConnection(LAST_ID.incrementAndGet(), channel, peer, settings, dispatcher);
    registry.add(connection);
    FrameDecoder decoder = settings.framing().decoder(settings.frameLimit(), connection::hasRoom);
    channel
        .pipeline()
        // Bytes become payloads, one at a time, as long as the mailbox has room.
        .addLast("frames", decoder)
        // A handshake, a frame and a silence may each take so long and no longer.
        .addLast("deadlines", new DeadlineHandler(settings, decoder, connection::busy))
        // Payloads, violations and the end go into the mailbox; from there to the endpoint.
        .addLast("mailbox", new MailboxHandler(connection, settings, counters));
    // Outbound there is nothing: Outbound encodes and writes whole batches to the channel.
  }
}
