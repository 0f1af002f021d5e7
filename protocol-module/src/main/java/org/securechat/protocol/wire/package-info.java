/**
 * What two peers see on the stream: length-prefixed frames, and the alert codes that end a
 * connection.
 *
 * <pre>
 *   frame = length:uint32 || type:uint8 || body      length counts type and body, 1 .. 65 536
 *   type  = 1 ClientHello  2 ServerHello  3 HelloRetry  4 Record  5 Alert (before keys exist)
 * </pre>
 *
 * <p>One class, {@link org.securechat.protocol.wire.Limits}, holds the bounds for both directions.
 */
package org.securechat.protocol.wire;
