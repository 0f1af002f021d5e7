package org.securechat.protocol.handshake;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Before keys. After a HelloRetry too: the server remembers then only that it sent one, the rest is
 * in the cookie.
 *
 * @param peer what cookies are bound to, if anything
 * @param retried whether a HelloRetry was sent on this connection
 */
record AwaitingClientHello(Optional<InetAddress> peer, boolean retried) implements ServerState {}
