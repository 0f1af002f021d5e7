/**
 * The handshake of both sides, without input or output: a state and a frame in, a state and frames
 * out.
 *
 * <pre>
 *   client                                       server
 *   ClientHello            --------&gt;
 *                          &lt;--------       HelloRetry       at most once
 *   ClientHello            --------&gt;
 *                          &lt;--------       ServerHello
 *                                          {Certificate}
 *                                          {CertificateVerify}
 *                                          {Finished}
 *   {Certificate}
 *   {CertificateVerify}
 *   {Finished}             --------&gt;
 *   [application data]     &lt;-------&gt;       [application data]
 * </pre>
 *
 * <p>A state holds what its phase needs and nothing else. Every message that is out of place in a
 * state is answered by {@code unexpected_message}.
 */
package org.securechat.protocol.handshake;
