package org.securechat.protocol.crypto;

import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.agreement.DHStandardGroups;
import org.securechat.protocol.json.WireNamed;
import org.securechat.protocol.wire.ProtocolException;

/**
 * The groups of the key exchange, in the order of preference.
 *
 * <p>Thread-safe.
 */
@SuppressWarnings("ImmutableEnumChecker") // an agreement has no state
public enum NamedGroup implements WireNamed {
  /** ML-KEM-768 and X25519 together (draft-ietf-tls-ecdhe-mlkem): safe while either is. */
  X25519MLKEM768("x25519mlkem768", new HybridAgreement(new X25519Agreement())),
  /** X25519 (RFC 7748). */
  X25519("x25519", new X25519Agreement()),
  /** NIST P-256, uncompressed points (RFC 8446 §4.2.8.2). */
  SECP256R1("secp256r1", new P256Agreement()),
  /** Classic Diffie-Hellman, 3072 bits (RFC 7919). */
  FFDHE3072("ffdhe3072", new FfdheAgreement(DHStandardGroups.rfc7919_ffdhe3072.getP(), 275)),
  /** Classic Diffie-Hellman, 2048 bits (RFC 7919). */
  FFDHE2048("ffdhe2048", new FfdheAgreement(DHStandardGroups.rfc7919_ffdhe2048.getP(), 225));

  private final String wireName;
  private final Agreement agreement;

  NamedGroup(String wireName, Agreement agreement) {
    this.wireName = wireName;
    this.agreement = agreement;
  }

  /** The name in a hello. */
  @Override
  public String wireName() {
    return wireName;
  }

  /** The client's part: a fresh private key, and the share to offer. */
  public KeyExchange offer(SecureRandom random) {
    return agreement.offer(random);
  }

  /**
   * The server's part: its share and the shared secret.
   *
   * @throws ProtocolException {@code bad_frame} for a share that is malformed or degenerate
   */
  public KeyAnswer answer(byte[] clientShare, SecureRandom random) throws ProtocolException {
    return agreement.answer(clientShare, random);
  }

  /** The group for a name from a hello, if it is known. */
  public static Optional<NamedGroup> of(String wireName) {
    return WireNamed.find(NamedGroup.class, wireName);
  }
}
