package org.securechat.protocol.channel;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.securechat.protocol.crypto.CipherSuite;
import org.securechat.protocol.crypto.TrafficSecret;
import org.securechat.protocol.wire.AlertCode;
import org.securechat.protocol.wire.Frame;
import org.securechat.protocol.wire.FrameType;
import org.securechat.protocol.wire.Limits;
import org.securechat.protocol.wire.ProtocolException;

/** Opens the records of one direction. Not thread-safe; takes frames in the order of the wire. */
public final class RecordOpener {
  private final RecordKey key;
  private final long recordsPerKey;
  private boolean failed;

  /** From sequence number 0; the secret is taken over. */
  public RecordOpener(TrafficSecret secret) {
    this(secret, Limits.RECORDS_PER_KEY);
  }

  RecordOpener(TrafficSecret secret, long recordsPerKey) {
    this.key = new RecordKey(Cipher.DECRYPT_MODE, secret);
    this.recordsPerKey = recordsPerKey;
  }

  /**
   * Opens.
   *
   * @throws ProtocolException {@code unexpected_message} for a frame that is no record; {@code
   *     bad_record} for one that is not the next under this key, that is malformed inside, or that
   *     exceeds the records a key may protect. After that nothing opens any more
   */
  public Message open(Frame frame) throws ProtocolException {
    if (frame.type() != FrameType.RECORD) {
      throw new ProtocolException(
          AlertCode.UNEXPECTED_MESSAGE, frame.type() + " where a record was expected");
    }
    if (failed) {
      throw bad("the channel has failed before");
    }
    failed = true;
    byte[] inner = decrypt(frame.body());
    Message message;
    try {
      message = parse(ByteBuffer.wrap(inner));
    } finally {
      Arrays.fill(inner, (byte) 0);
    }
    failed = false;
    return message;
  }

  private byte[] decrypt(byte[] body) throws ProtocolException {
    if (body.length < CipherSuite.TAG_LENGTH + Message.HEADER_LENGTH) {
      throw bad("a record of " + body.length + " bytes");
    }
    // PROTOCOL.md §4: at most 2^20 records with one key, the KeyUpdate included.
    if (key.sequence() >= recordsPerKey) {
      throw bad("too many records under one key");
    }
    try {
      byte[] inner = new byte[body.length - CipherSuite.TAG_LENGTH];
      key.process(body, body.length, inner, 0);
      return inner;
    } catch (GeneralSecurityException e) {
      throw bad("record " + key.sequence() + " does not open");
    }
  }

  private static Message parse(ByteBuffer inner) throws ProtocolException {
    int code = inner.get();
    Content content = Content.of(code).orElseThrow(() -> bad("unknown content " + code));
    long length = Integer.toUnsignedLong(inner.getInt());
    if (length > inner.remaining()) {
      throw bad("data beyond the record");
    }
    byte[] data = new byte[(int) length];
    inner.get(data);
    // PROTOCOL.md §4: the receiver checks length, bucket and padding; anything else would be a
    // place to hide something or to leak a length.
    if (inner.limit() != Buckets.of(data.length)) {
      throw bad("padded to no bucket");
    }
    while (inner.hasRemaining()) {
      if (inner.get() != 0) {
        throw bad("padding that is not zero");
      }
    }
    return new Message(content, data);
  }

  /** Moves to the next key, after a KeyUpdate. */
  void update() {
    key.update();
  }

  /** Erases the keys; nothing can be opened any more. */
  public void destroy() {
    failed = true;
    key.destroy();
  }

  private static ProtocolException bad(String reason) {
    return new ProtocolException(AlertCode.BAD_RECORD, reason);
  }
}
