package org.securechat.protocol.wire;

import java.time.Duration;

/**
 * The bounds of the protocol, shared by encoder and decoder so that the two can never disagree.
 *
 * <p>All sizes are bytes.
 */
public final class Limits {
  /** The size of the length field that opens a frame. */
  public static final int HEADER_LENGTH = 4;

  /** The largest value of a frame's length field: one byte of type and the body. */
  public static final int MAX_FRAME_LENGTH = 65_536;

  /** The largest body of a frame. */
  public static final int MAX_BODY_LENGTH = MAX_FRAME_LENGTH - 1;

  /** The largest ClientHello, ServerHello or HelloRetry body, before a peer has proved anything. */
  public static final int MAX_HELLO_LENGTH = 16_384;

  /** The largest body of an alert frame that was sent in the clear. */
  public static final int MAX_ALERT_LENGTH = 256;

  /** The most certificates in a chain. */
  public static final int MAX_CHAIN_CERTIFICATES = 6;

  /** The largest DER encoding of one certificate of a chain. */
  public static final int MAX_CERTIFICATE_LENGTH = 16_384;

  /** The most entries of any list in a hello. */
  public static final int MAX_HELLO_LIST = 32;

  /** The most characters of one name in a hello (a cipher, a group, a signature scheme). */
  public static final int MAX_NAME_LENGTH = 64;

  /** The most characters of a hello's {@code server_name}: the longest DNS name. */
  public static final int MAX_SERVER_NAME_LENGTH = 253;

  /** The most bytes of a HelloRetry's cookie. */
  public static final int MAX_COOKIE_LENGTH = 1_024;

  /** The largest payload {@code P} of a signed message. */
  public static final int MAX_PAYLOAD = 32_768;

  /** The most records that one key protects before the sender moves to the next. */
  public static final long RECORDS_PER_KEY = 1L << 20;

  /** The longest time that one key is in use before the sender moves to the next. */
  public static final Duration KEY_LIFETIME = Duration.ofHours(1);

  /** The time a peer has from connecting to its Finished. */
  public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private Limits() {}
}
