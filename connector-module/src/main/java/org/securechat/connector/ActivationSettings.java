package org.securechat.connector;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The validated, immutable form of a {@link FrameActivationSpec}, which explains each value.
 *
 * @param endpoint the name by which a gateway knows the endpoint
 * @param refusal not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // one object for each activation, never compared
record ActivationSettings(
    String endpoint,
    InetSocketAddress address,
    Framing framing,
    int frameLimit,
    Timeouts timeouts,
    ConnectionBounds connections,
    MailboxBounds mailbox,
    int outboundBytes,
    int concurrency,
    byte[] refusal) {

  /** How long each step of a connection may take. */
  record Timeouts(Duration handshake, Duration frame, Duration idle, Duration close) {}

  /** How many connections may be open. */
  record ConnectionBounds(int total, int perAddress) {}

  /** How much of one connection may wait for the endpoint, or be unfinished. */
  record MailboxBounds(int frames, int bytes, int inFlight) {}
}
