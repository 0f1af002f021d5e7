package org.securechat.connector;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.securechat.connector.address.IpNetworks;

/**
 * The validated, immutable form of a {@link FrameActivationSpec}, which explains each value.
 *
 * @param endpoint the name by which a gateway knows the endpoint
 * @param addresses where it listens: on all of them, or not at all
 * @param port 0 for one that is free on all addresses
 * @param refusal not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // one object for each activation, never compared
record ActivationSettings(
    String endpoint,
    List<InetAddress> addresses,
    int port,
    Framing framing,
    int frameLimit,
    Timeouts timeouts,
    ConnectionBounds connections,
    MailboxBounds mailbox,
    int outboundBytes,
    int concurrency,
    byte[] refusal,
    Proxies proxies) {

  /** How long each step of a connection may take. */
  record Timeouts(Duration handshake, Duration frame, Duration idle, Duration close) {}

  /** Who must send a PROXY header, and within which time. */
  record Proxies(IpNetworks networks, Duration headerTimeout) {}

  /** How many connections may be open. */
  record ConnectionBounds(int total, int perAddress) {}

  /** How much of one connection may wait for the endpoint, or be unfinished. */
  record MailboxBounds(int frames, int bytes, int inFlight) {}
}
