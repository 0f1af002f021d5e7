package org.securechat.server.admin.account;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.securechat.connector.address.IpAddresses;
import org.securechat.protocol.crypto.Providers;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.server.limit.LruMap;

/**
 * Passwords that have just been right, so that not each of a program's requests costs an Argon2id.
 * What is kept is an HMAC under a key that dies with the process, bound to the administrator's id
 * and version: any change of theirs makes it worthless. Thread-safe.
 */
final class RememberedPasswords {
  static final long MAX_AGE_MILLIS = 5 * 60_000;
  static final int MAX_ENTRIES = 256;

  private static final String HMAC = "HmacSHA256";
  private static final int KEY_LENGTH = 32;

  private final Clock clock;
  private final SecretBytes key = SecretBytes.random(KEY_LENGTH);
  private final Map<String, Long> known = new LruMap<>(MAX_ENTRIES);

  RememberedPasswords(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is remembered of a password; an administrator's change makes it another. It counts at its
   * address alone, so that others cannot guess there without being slowed down.
   */
  String tag(Administrator administrator, char[] password, InetAddress address) {
    byte[] secret = key.expose();
    ByteBuffer text = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    try {
      Mac mac = Providers.mac(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update(
          (administrator.id()
                  + "/"
                  + administrator.version()
                  + "/"
                  + IpAddresses.text(address)
                  + "/")
              .getBytes(StandardCharsets.US_ASCII));
      mac.update(text);
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      text.clear();
      text.put(new byte[text.capacity()]);
    }
  }

  synchronized boolean isKnown(String tag) {
    Long since = known.get(tag);
    if (since != null && clock.millis() - since >= MAX_AGE_MILLIS) {
      known.remove(tag);
      return false;
    }
    return since != null;
  }

  synchronized void remember(String tag) {
    known.remove(tag);
    known.put(tag, clock.millis());
  }
}
