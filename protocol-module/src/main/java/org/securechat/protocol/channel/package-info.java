/**
 * Sealed records, and the channel that they make once a handshake has finished.
 *
 * <pre>
 *   body    = AEAD(key, iv XOR seq, aad = frame length and type, inner)
 *   inner   = content:uint8 || length:uint32 || data || zero padding up to the next bucket
 *   bucket  = 64, 256, 1024, then eighths between powers of two
 * </pre>
 *
 * <p>Sequence numbers are implicit, per direction, from 0 at every key. What is repeated,
 * reordered, dropped or altered does not open.
 */
package org.securechat.protocol.channel;
