package org.securechat.connector;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.concurrent.atomic.AtomicLong;

/** Lays the pipeline of an accepted connection: the table of contents of this package. */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

  /** Across activations: an id is unique within one run. */
  private static final AtomicLong LAST_ID = new AtomicLong();

  private final ActivationSettings settings;
  private final Dispatcher dispatcher;
  private final Registry registry;
  private final Counters counters;

  ConnectionInitializer(
      ActivationSettings settings, Dispatcher dispatcher, Registry registry, Counters counters) {
    this.settings = settings;
    this.dispatcher = dispatcher;
    this.registry = registry;
    this.counters = counters;
  }

  @Override
  protected void initChannel(Channel channel) {
    PeerConnection connection =
        new PeerConnection(LAST_ID.incrementAndGet(), channel, settings, dispatcher);
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
