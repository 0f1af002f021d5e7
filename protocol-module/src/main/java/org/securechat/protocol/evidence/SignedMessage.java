package org.securechat.protocol.evidence;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.SignatureScheme;

/**
 * The exact bytes of a payload and the signature over exactly these bytes. Says nothing about
 * whether the signature is valid; {@link #isSignedBy} does.
 *
 * <p>Immutable as long as no caller writes into its arrays, which are not copied: a server hands
 * one message to many threads.
 */
public final class SignedMessage {
  /** Bytes of the longest payload. */
  public static final int MAX_PAYLOAD = 32_768;

  /** Bytes of the longest signature: room for ML-DSA-65, which takes 3 309. */
  public static final int MAX_SIGNATURE = 4_096;

  private final byte[] payload;
  private final byte[] signature;

  /**
   * @throws IllegalArgumentException if either is longer than its limit
   */
  public SignedMessage(byte[] payload, byte[] signature) {
    if (payload.length > MAX_PAYLOAD || signature.length > MAX_SIGNATURE) {
      throw new IllegalArgumentException("message is too long");
    }
    this.payload = payload;
    this.signature = signature;
  }

  /** Signs a payload by the scheme of the key. */
  public static SignedMessage sign(byte[] payload, SignatureScheme scheme, PrivateKey key) {
    return new SignedMessage(payload, scheme.sign(key, payload));
  }

  /** The payload's bytes; not to be changed. */
  public byte[] payload() {
    return payload;
  }

  /** The signature; not to be changed. */
  public byte[] signature() {
    return signature;
  }

  /** Lower-case hexadecimal SHA-256 of the payload, as the transcript has it. */
  public String payloadSha256() {
    return Digests.sha256Hex(payload);
  }

  /** Whether the owner of the key signed this payload; false for a key the protocol refuses. */
  public boolean isSignedBy(PublicKey key) {
    return SignatureScheme.forKey(key)
        .map(scheme -> scheme.verify(key, payload, signature))
        .orElse(false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedMessage message
        && Arrays.equals(payload, message.payload)
        && Arrays.equals(signature, message.signature);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(payload) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return "SignedMessage[payload " + payload.length + " bytes]";
  }
}
