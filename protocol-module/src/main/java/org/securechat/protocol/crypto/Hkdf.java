package org.securechat.protocol.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * HKDF (RFC 5869) and its labelled expansion (RFC 8446 §7.1) over one hash.
 *
 * <p>Immutable and thread-safe. What the methods return is secret and belongs to the caller, who
 * wipes it.
 */
final class Hkdf {
  /** Stands where TLS 1.3 has {@code "tls13 "}: no key of one protocol is a key of the other. */
  static final String LABEL_PREFIX = "sc1 ";

  private final String macAlgorithm;
  private final int hashLength;
  private final String labelPrefix;

  /** The HKDF of a suite, with this protocol's labels. */
  Hkdf(CipherSuite suite) {
    this(suite, LABEL_PREFIX);
  }

  /** With another protocol's labels, so that its published vectors can be run. */
  Hkdf(CipherSuite suite, String labelPrefix) {
    this.macAlgorithm = suite.mac();
    this.hashLength = suite.hashLength();
    this.labelPrefix = labelPrefix;
  }

  /** RFC 5869 §2.2; an empty salt stands for a hash's length of zeros. */
  byte[] extract(byte[] salt, byte[] inputKeyingMaterial) {
    return mac(salt.length == 0 ? new byte[hashLength] : salt).doFinal(inputKeyingMaterial);
  }

  /**
   * RFC 5869 §2.3.
   *
   * @param length at most 255 hashes, in bytes
   */
  byte[] expand(byte[] secret, byte[] info, int length) {
    if (length < 0 || length > 255 * hashLength) {
      throw new IllegalArgumentException("HKDF cannot yield " + length + " bytes");
    }
    Mac mac = mac(secret);
    byte[] output = new byte[length];
    byte[] block = new byte[0];
    for (int counter = 1, filled = 0; filled < length; counter++) {
      mac.update(block);
      mac.update(info);
      mac.update((byte) counter);
      Arrays.fill(block, (byte) 0);
      block = mac.doFinal();
      int taken = Math.min(block.length, length - filled);
      System.arraycopy(block, 0, output, filled, taken);
      filled += taken;
    }
    Arrays.fill(block, (byte) 0);
    return output;
  }

  /**
   * HKDF-Expand-Label of RFC 8446 §7.1.
   *
   * <pre>
   *   info = length:uint16 || size:uint8 || prefix || label || size:uint8 || context
   * </pre>
   */
  byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
    byte[] fullLabel = (labelPrefix + label).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer info = ByteBuffer.allocate(2 + 1 + fullLabel.length + 1 + context.length);
    info.putShort((short) length);
    info.put((byte) fullLabel.length).put(fullLabel);
    info.put((byte) context.length).put(context);
    return expand(secret, info.array(), length);
  }

  /** Derive-Secret of RFC 8446 §7.1, given the transcript's hash. */
  byte[] deriveSecret(byte[] secret, String label, byte[] transcriptHash) {
    return expandLabel(secret, label, transcriptHash, hashLength);
  }

  /** HMAC under a key, for Finished. */
  byte[] hmac(byte[] key, byte[] data) {
    return mac(key).doFinal(data);
  }

  int hashLength() {
    return hashLength;
  }

  private Mac mac(byte[] key) {
    try (RawKey rawKey = new RawKey(macAlgorithm, key)) {
      Mac mac = Providers.mac(macAlgorithm);
      mac.init(rawKey);
      return mac;
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(macAlgorithm + " takes keys of any length", e);
    }
  }
}
