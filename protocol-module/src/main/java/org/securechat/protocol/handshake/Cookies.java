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
 * made one can read it, and takes it once. Thread-safe.
 *
 * <pre>
 *   cookie = cipher:uint8 || group:uint8 (255 for none) || expires:uint64 (ms)
 *              || offer:32 bytes || hello hash || mac
 *   mac    = HMAC-SHA-256(key, address length:uint8 || peer address || all before)
 * </pre>
 */
final class Cookies {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAC_LENGTH = 32;
  private static final int OFFER_LENGTH = 32;
  private static final int NO_GROUP = 255;

  // A cookie holds positions in these lists: every node of a cluster must know the same ones.
  private static final List<CipherSuite> SUITES = List.of(CipherSuite.values());
  private static final List<NamedGroup> GROUPS = List.of(NamedGroup.values());

  private final SecretBytes key;
  private final Clock clock;
  private final UsedCookies used;

  Cookies(SecretBytes key, Clock clock) {
    this.key = key;
    this.clock = clock;
    this.used = new UsedCookies(clock);
  }

  /**
   * What a cookie says about the first ClientHello and the answer to it.
   *
   * @param offer see {@link ClientHello#offer}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and read once
  record Remembered(
      CipherSuite suite, Optional<NamedGroup> group, byte[] offer, byte[] helloHash) {}

  byte[] create(Remembered remembered, byte[] peer) {
    byte[] hash = remembered.helloHash();
    ByteBuffer content = ByteBuffer.allocate(2 + Long.BYTES + OFFER_LENGTH + hash.length);
    content.put((byte) SUITES.indexOf(remembered.suite()));
    content.put(remembered.group().map(GROUPS::indexOf).orElse(NO_GROUP).byteValue());
    content.putLong(clock.instant().plus(Limits.HANDSHAKE_TIMEOUT).toEpochMilli());
    content.put(remembered.offer());
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
   * @throws ProtocolException {@code bad_frame} for one that this server did not make for this peer
   *     or has taken before, {@code timeout} for one that has expired, {@code overloaded} if more
   *     have come back than this server can remember
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
    Remembered remembered = read(ByteBuffer.wrap(content));
    used.take(mac);
    return remembered;
  }

  private Remembered read(ByteBuffer content) throws ProtocolException {
    try {
      CipherSuite suite = SUITES.get(content.get());
      int group = content.get() & 0xff;
      Instant expires = Instant.ofEpochMilli(content.getLong());
      byte[] offer = new byte[OFFER_LENGTH];
      content.get(offer);
      byte[] hash = new byte[suite.hashLength()];
      content.get(hash);
      if (clock.instant().isAfter(expires)) {
        throw new ProtocolException(AlertCode.TIMEOUT, "the cookie has expired");
      }
      return new Remembered(
          suite,
          group == NO_GROUP ? Optional.empty() : Optional.of(GROUPS.get(group)),
          offer,
          hash);
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
      // PROTOCOL.md §3.3: bound to the address, whose length comes first: no byte can change sides.
      mac.update((byte) peer.length);
      mac.update(peer);
      return mac.doFinal(content);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    } finally {
      Arrays.fill(exposed, (byte) 0);
    }
  }
}
