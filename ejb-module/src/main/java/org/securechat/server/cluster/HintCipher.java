package org.securechat.server.cluster;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.RawKey;
import org.securechat.protocol.crypto.SecretBytes;

/**
 * Seals hints with AES-256-GCM. Each life of a server has a key of its own, derived from the
 * cluster's secret and the server's id, and counts its datagrams, so that no nonce comes twice.
 *
 * <pre>
 *   datagram = id of the sender:16 || number:8 || sealed hint
 * </pre>
 *
 * <p>Thread-safe.
 */
final class HintCipher implements AutoCloseable {
  private static final int HEADER = 16 + Long.BYTES;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final String MAC = "HmacSHA256";
  private static final byte PURPOSE = 1;

  private final SecretBytes secret;
  private final UUID self;
  private final Map<UUID, RawKey> keys = new ConcurrentHashMap<>();
  private long sent;

  /**
   * @param secret of the cluster, which becomes this object's
   * @param self this life of this server, a new random id
   */
  HintCipher(SecretBytes secret, UUID self) {
    this.secret = secret;
    this.self = self;
  }

  /** A datagram with the hint, different each time. */
  synchronized byte[] seal(Hint hint) {
    byte[] header = header(self, ++sent);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, header, hint.encode()).orElseThrow();
    byte[] datagram = Arrays.copyOf(header, HEADER + sealed.length);
    System.arraycopy(sealed, 0, datagram, HEADER, sealed.length);
    return datagram;
  }

  /**
   * The hint in a datagram.
   *
   * @param isPeer which servers are in the cluster
   * @return empty if none of them has sealed it, or its content is not a hint
   */
  Optional<Hint> open(byte[] datagram, Predicate<UUID> isPeer) {
    if (datagram.length <= HEADER) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(datagram);
    // Who sent it is looked at first: nothing is computed for strangers.
    if (!isPeer.test(new UUID(in.getLong(), in.getLong()))) {
      return Optional.empty();
    }
    byte[] header = Arrays.copyOf(datagram, HEADER);
    byte[] sealed = Arrays.copyOfRange(datagram, HEADER, datagram.length);
    try {
      return crypt(Cipher.DECRYPT_MODE, header, sealed).map(Hint::decode);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Forgets the keys of servers that are no longer in the cluster. */
  void keep(Predicate<UUID> isPeer) {
    keys.keySet().removeIf(id -> !id.equals(self) && !isPeer.test(id));
  }

  private Optional<byte[]> crypt(int mode, byte[] header, byte[] text) {
    ByteBuffer in = ByteBuffer.wrap(header);
    RawKey key = keys.computeIfAbsent(new UUID(in.getLong(), in.getLong()), this::derive);
    byte[] nonce = new byte[NONCE];
    System.arraycopy(header, HEADER - Long.BYTES, nonce, NONCE - Long.BYTES, Long.BYTES);
    try {
      Cipher cipher = Providers.cipher("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(header);
      return Optional.of(cipher.doFinal(text));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private RawKey derive(UUID sender) {
    byte[] key = secret.expose();
    try (RawKey macKey = new RawKey(MAC, key)) {
      Mac mac = Providers.mac(MAC);
      mac.init(macKey);
      mac.update(PURPOSE);
      return new RawKey("AES", mac.doFinal(header(sender, 0)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MAC + " takes keys of any length", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] header(UUID sender, long number) {
    return ByteBuffer.allocate(HEADER)
        .putLong(sender.getMostSignificantBits())
        .putLong(sender.getLeastSignificantBits())
        .putLong(number)
        .array();
  }

  @Override
  public void close() {
    secret.close();
    keys.values().forEach(RawKey::close);
  }
}
