package org.securechat.protocol.handshake;

/**
 * Before keys. After a HelloRetry too: the server remembers then only that it sent one, the rest is
 * in the cookie.
 *
 * @param peer the address that cookies are bound to; empty for none
 * @param retried whether a HelloRetry was sent on this connection
 */
@SuppressWarnings("ArrayRecordComponent") // stays in this package, where it is not compared
record AwaitingClientHello(byte[] peer, boolean retried) implements ServerHandshakeState {}
