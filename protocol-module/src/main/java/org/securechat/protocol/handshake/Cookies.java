package org.securechat.protocol.handshake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.RawKey;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/**
 * Cookies of a HelloRetry: everything the server would have had to remember. Only the server that
 * made one can read it. Thread-safe.
 *
 * <pre>
 *   cookie = cipher:uint8 || group:uint8 (255 for none) || expires:uint64 (ms) || hello hash || mac
 *   mac    = HMAC-SHA-256(key, all before || peer address)
 * </pre>
 */
final class Cookies {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_LENGTH = 32;
  private static final int NO_GROUP = 255;

  // A cookie holds positions in these lists: every node of a cluster must know the same ones.
  private static final List<CipherSuite> SUITES = List.of(CipherSuite.values());
  private static final List<NamedGroup> GROUPS = List.of(NamedGroup.values());

  private final SecretBytes key;
  private final Clock clock;

  Cookies(SecretBytes key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** What a cookie says about the first ClientHello and the answer to it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and read once
  record Remembered(CipherSuite suite, Optional<NamedGroup> group, byte[] helloHash) {}

  byte[] create(Remembered remembered, byte[] peer) {
    byte[] hash = remembered.helloHash();
    ByteBuffer content = ByteBuffer.allocate(2 + Long.BYTES + hash.length);
    content.put((byte) SUITES.indexOf(remembered.suite()));
    content.put(remembered.group().map(GROUPS::indexOf).orElse(NO_GROUP).byteValue());
    content.putLong(clock.instant().plus(Limits.HANDSHAKE_TIMEOUT).toEpochMilli());
    content.put(hash);
    byte[] mac = mac(content.array(), peer);
    return ByteBuffer.allocate(content.capacity() + mac.length)
        .put(content.array())
        .put(mac)
        .array();
  }

  /**
   * Reads a cookie.
   *
   * @throws ProtocolException {@code bad_frame} for one that this server did not make for this
   *     peer, {@code timeout} for one that has expired
   */
  Remembered open(byte[] cookie, byte[] peer) throws ProtocolException {
    int contentLength = cookie.length - MAC_LENGTH;
    if (contentLength < 0) {
      throw HelloFields.malformed("a cookie of " + cookie.length + " bytes");
    }
    byte[] content = Arrays.copyOf(cookie, contentLength);
    byte[] mac = Arrays.copyOfRange(cookie, contentLength, cookie.length);
    if (!MessageDigest.isEqual(mac(content, peer), mac)) {
      throw HelloFields.malformed("a cookie that this server did not make for this peer");
    }
    return read(ByteBuffer.wrap(content));
  }

  private Remembered read(ByteBuffer content) throws ProtocolException {
    try {
      CipherSuite suite = SUITES.get(content.get());
      int group = content.get() & 0xff;
      Instant expires = Instant.ofEpochMilli(content.getLong());
      byte[] hash = new byte[suite.hashLength()];
      content.get(hash);
      if (clock.instant().isAfter(expires)) {
        throw new ProtocolException(AlertCode.TIMEOUT, "the cookie has expired");
      }
      return new Remembered(
          suite, group == NO_GROUP ? Optional.empty() : Optional.of(GROUPS.get(group)), hash);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      // Authentic, but by another version of this server.
      throw HelloFields.malformed("a cookie of another shape");
    }
  }

  private byte[] mac(byte[] content, byte[] peer) {
    byte[] exposed = key.expose();
    try (RawKey rawKey = new RawKey(ALGORITHM, exposed)) {
      Mac mac = Providers.mac(ALGORITHM);
      mac.init(rawKey);
      mac.update(content);
      mac.update(peer);
      return mac.doFinal();
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    } finally {
      Arrays.fill(exposed, (byte) 0);
    }
  }
}
