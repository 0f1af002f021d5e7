package org.securechat.connector;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The validated, unchangeable form of a {@link FrameActivationSpec}; what each value means is said
 * there.
 */
record ActivationSettings(
    String endpoint,
    InetSocketAddress address,
    Framing framing,
    int frameLimit,
    Duration handshakeTimeout,
    Duration frameTimeout,
    Duration idleTimeout,
    Duration closeTimeout,
    int maxConnections,
    int maxConnectionsPerAddress,
    int mailboxFrames,
    int mailboxBytes,
    int inFlightLimit,
    int outboundBytes,
    int concurrency) {}
