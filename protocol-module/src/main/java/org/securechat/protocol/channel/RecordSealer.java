package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.IntFunction;
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
  private static final Inner KEY_UPDATE = Inner.of(Content.KEY_UPDATE, new byte[0]);

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
    return seal(Inner.of(content, data));
  }

  Frame seal(Inner inner) {
    byte[] body = new byte[inner.bodyLength()];
    seal(inner, body, 0);
    return Frame.of(FrameType.RECORD, body);
  }

  /** Seals a KeyUpdate under the old key and moves to the next. */
  Frame sealKeyUpdate() {
    Frame update = seal(KEY_UPDATE);
    key.update();
    return update;
  }

  /**
   * Seals straight into the buffer that is going to be written.
   *
   * @param space gives room for as many bytes as it is asked for, on the heap; they become a
   *     frame's payload
   */
  void seal(Inner inner, IntFunction<ByteBuffer> space) {
    ByteBuffer payload = space.apply(1 + inner.bodyLength());
    payload.put((byte) FrameType.RECORD.code());
    seal(inner, payload.array(), payload.arrayOffset() + payload.position());
  }

  /** The same for a KeyUpdate under the old key; then moves to the next. */
  void sealKeyUpdate(IntFunction<ByteBuffer> space) {
    seal(KEY_UPDATE, space);
    key.update();
  }

  private void seal(Inner inner, byte[] output, int start) {
    try {
      key.process(inner.bytes(), inner.bodyLength(), output, start);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing cannot fail", e);
    }
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
