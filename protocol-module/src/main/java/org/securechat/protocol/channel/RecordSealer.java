package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;

/**
 * Seals the records of one direction. Not thread-safe; the order of calls has to be the order on
 * the wire.
 */
public final class RecordSealer {
  private static final byte[] NOTHING = new byte[0];

  private final RecordKey key;

  /** From sequence number 0; the secret is taken over. */
  public RecordSealer(TrafficSecret secret) {
    this.key = new RecordKey(Cipher.ENCRYPT_MODE, secret);
  }

  /**
   * Seals.
   *
   * @param data at most {@link SecureChannel#MAX_DATA} bytes
   * @throws IllegalArgumentException for more, which is a fault of the caller
   */
  public Frame seal(Content content, byte[] data) {
    if (data.length > Buckets.MAX_DATA) {
      throw new IllegalArgumentException(data.length + " bytes fit no record");
    }
    int bucket = Buckets.of(data.length);
    byte[] body = new byte[bucket + CipherSuite.TAG_LENGTH];
    ByteBuffer.wrap(body).put((byte) content.code()).putInt(data.length).put(data);
    try {
      key.process(body, bucket);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing cannot fail", e);
    }
    return Frame.of(FrameType.RECORD, body);
  }

  /** Seals a KeyUpdate under the old key and moves to the next. */
  Frame sealKeyUpdate() {
    Frame update = seal(Content.KEY_UPDATE, NOTHING);
    key.update();
    return update;
  }

  /** How many records the present key has sealed. */
  long sequence() {
    return key.sequence();
  }

  CipherSuite suite() {
    return key.suite();
  }

  /** Erases the keys; nothing can be sealed any more. */
  public void destroy() {
    key.destroy();
  }
}
