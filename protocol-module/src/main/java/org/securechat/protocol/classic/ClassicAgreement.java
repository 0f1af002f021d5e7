package org.securechat.protocol.classic;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.securechat.protocol.crypto.Digests;
import org.securechat.protocol.crypto.KeyExchange;
import org.securechat.protocol.crypto.NamedGroup;
import org.securechat.protocol.crypto.SecretBytes;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The server's half of the classic key agreement: Diffie-Hellman in ffdhe2048 (RFC 7919), where the
 * original looked for a new safe prime and kept its peer waiting. The key is the first 16 bytes of
 * SHA-256 over the shared secret, which is as long as the prime whatever its leading zeros.
 *
 * <p>Used once, by one thread.
 */
public final class ClassicAgreement implements AutoCloseable {
  /** Bytes of an AES key. */
  public static final int KEY_LENGTH = 16;

  private static final BigInteger P = DHStandardGroups.rfc7919_ffdhe2048.getP();
  private static final int LENGTH = P.bitLength() / 8;

  private final KeyExchange exchange;

  private ClassicAgreement(KeyExchange exchange) {
    this.exchange = exchange;
  }

  /** With a fresh private key. */
  public static ClassicAgreement start(SecureRandom random) {
    return new ClassicAgreement(NamedGroup.FFDHE2048.offer(random));
  }

  /** The prime, as the wire has it. */
  public String prime() {
    return ClassicHex.format(P);
  }

  /** The generator, as the wire has it. */
  public String generator() {
    return ClassicHex.format(BigInteger.TWO);
  }

  /** This side's public value, as the wire has it. */
  public String publicValue() {
    return ClassicHex.format(new BigInteger(1, exchange.share()));
  }

  /**
   * The AES key, which the caller closes.
   *
   * @param peer the peer's public value as the wire has it
   * @throws ClassicException {@code BAD_MESSAGE} for what is no number between 1 and p - 1, both
   *     excluded
   */
  public SecretBytes agree(String peer) throws ClassicException {
    byte[] share = padded(ClassicHex.parse(peer, P.bitLength()));
    try (SecretBytes secret = exchange.agree(share)) {
      byte[] bytes = secret.expose();
      byte[] hash = Digests.sha256(bytes);
      Arrays.fill(bytes, (byte) 0);
      SecretBytes key = SecretBytes.adopt(Arrays.copyOf(hash, KEY_LENGTH));
      Arrays.fill(hash, (byte) 0);
      return key;
    } catch (ProtocolException e) {
      throw new ClassicException(ClassicError.BAD_MESSAGE, e.getMessage());
    }
  }

  private static byte[] padded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] padded = new byte[LENGTH];
    System.arraycopy(bytes, from, padded, LENGTH - (bytes.length - from), bytes.length - from);
    return padded;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
