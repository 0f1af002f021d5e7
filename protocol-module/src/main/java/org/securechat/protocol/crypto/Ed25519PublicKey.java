package org.securechat.protocol.crypto;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An Ed25519 key that verifies as OpenSSL does, whichever providers are installed (ADR 0025): S is
 * less than the group's order, R is computed again without the cofactor and compared as bytes. So
 * nobody can make a signature on which two verifiers disagree (Chalkias, Garillot and Nikolaenko,
 * "Taming the many EdDSAs").
 *
 * <p>A native provider computes R if there is one: it does so without the cofactor, and what it
 * would take beyond that is refused here before. Otherwise what can be prepared is prepared at the
 * first verification: with the point's multiple by 2^128, two half scalars take half the doublings.
 * A key that verifies often is made once. Thread-safe.
 */
final class Ed25519PublicKey implements PublicKey {
  /** Bits of a half scalar. */
  static final int HALF_BITS = 128;

  private static final long serialVersionUID = 1L;

  private static final String ALGORITHM = "Ed25519";
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int SCALAR_LENGTH = 32;
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final int KEY_WIDTH = 5;
  private static final int BASE_WIDTH = 8;
  private static final OddMultiples BASE = new OddMultiples(base(), BASE_WIDTH);
  private static final OddMultiples BASE_HIGH = new OddMultiples(shifted(base()), BASE_WIDTH);

  private final byte[] encoded;

  /** Made at the first verification by Java. */
  private transient volatile Multiples multiples;

  /** Made at the first verification by the native provider. */
  private transient volatile PublicKey foreign;

  private Ed25519PublicKey(byte[] encoded) {
    this.encoded = encoded;
  }

  /** Multiples of the negated point, and of its multiple by 2^128. */
  private record Multiples(OddMultiples negated, OddMultiples negatedHigh) {
    static Multiples of(EdwardsPoint point) {
      EdwardsPoint opposite = point.copy();
      opposite.negate();
      return new Multiples(
          new OddMultiples(opposite, KEY_WIDTH), new OddMultiples(shifted(opposite), KEY_WIDTH));
    }
  }

  /**
   * A key of any provider, prepared.
   *
   * @return empty if it is no Ed25519 key, or one that PROTOCOL.md §3.8 refuses: not the canonical
   *     encoding of a point, or a point of small order, for which anybody can sign
   */
  static Optional<Ed25519PublicKey> of(PublicKey key) {
    if (key instanceof Ed25519PublicKey own) {
      return Optional.of(own);
    }
    return point(key).map(point -> new Ed25519PublicKey(key.getEncoded().clone()));
  }

  /** Whether {@link #of} accepts the key; cheaper than that. */
  static boolean isAcceptable(PublicKey key) {
    return key instanceof Ed25519PublicKey || point(key).isPresent();
  }

  /**
   * Verifies [S]B - [k]A = R, in which only R is compared as bytes.
   *
   * @param nativeProvider what computes it, if it is not Java
   */
  boolean verify(Optional<Provider> nativeProvider, byte[] data, byte[] signature) {
    if (signature.length != EdwardsPoint.LENGTH + SCALAR_LENGTH) {
      return false;
    }
    byte[] r = Arrays.copyOf(signature, EdwardsPoint.LENGTH);
    byte[] s = Arrays.copyOfRange(signature, EdwardsPoint.LENGTH, signature.length);
    // PROTOCOL.md §3.8: S MUST be less than the order, or one signature could be written in two
    // ways.
    if (fromLittleEndian(s).compareTo(ORDER) >= 0) {
      return false;
    }
    if (nativeProvider.isPresent()) {
      return verifyBy(nativeProvider, data, signature);
    }
    return MessageDigest.isEqual(r, computeR(s, challenge(r, data)));
  }

  private boolean verifyBy(Optional<Provider> provider, byte[] data, byte[] signature) {
    try {
      if (foreign == null) {
        foreign =
            Providers.keyFactory(provider, ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(encoded));
      }
      Signature verifier = Providers.signature(provider, ALGORITHM);
      verifier.initVerify(foreign);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (GeneralSecurityException | RuntimeException e) {
      // What is no signature is an exception with some.
      return false;
    }
  }

  private byte[] computeR(byte[] s, byte[] k) {
    if (multiples == null) {
      multiples = Multiples.of(point(this).orElseThrow());
    }
    OddMultiples negated = multiples.negated;
    OddMultiples negatedHigh = multiples.negatedHigh;
    int half = HALF_BITS / Byte.SIZE;
    byte[] sLow = BASE.digits(s, 0);
    byte[] sHigh = BASE_HIGH.digits(s, half);
    byte[] kLow = negated.digits(k, 0);
    byte[] kHigh = negatedHigh.digits(k, half);
    EdwardsPoint sum = new EdwardsPoint();
    for (int i = HALF_BITS; i >= 0; i--) {
      sum.twice();
      BASE.addTo(sum, sLow[i]);
      BASE_HIGH.addTo(sum, sHigh[i]);
      negated.addTo(sum, kLow[i]);
      negatedHigh.addTo(sum, kHigh[i]);
    }
    return sum.encode();
  }

  /** SHA-512(R || A || data) modulo the order (RFC 8032 section 5.1.7). */
  private byte[] challenge(byte[] r, byte[] data) {
    MessageDigest digest = Providers.digest("SHA-512");
    digest.update(r);
    digest.update(encoded, PREFIX.length, EdwardsPoint.LENGTH);
    return toLittleEndian(fromLittleEndian(digest.digest(data)).mod(ORDER));
  }

  @Override
  public String getAlgorithm() {
    return ALGORITHM;
  }

  @Override
  public String getFormat() {
    return "X.509";
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519PublicKey key && MessageDigest.isEqual(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return "Ed25519PublicKey["
        + HexFormat.of().formatHex(encoded, PREFIX.length, encoded.length)
        + "]";
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("read it as an encoded key");
  }

  private static Optional<EdwardsPoint> point(PublicKey key) {
    byte[] encoded = key.getEncoded();
    int length = PREFIX.length + EdwardsPoint.LENGTH;
    if (encoded == null
        || encoded.length != length
        || !MessageDigest.isEqual(Arrays.copyOf(encoded, PREFIX.length), PREFIX)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            EdwardsPoint.decode(Arrays.copyOfRange(encoded, PREFIX.length, length)))
        .filter(point -> !point.hasSmallOrder());
  }

  /** The point of order ORDER with y = 4/5 and an even x (RFC 8032 section 5.1). */
  private static EdwardsPoint base() {
    byte[] encoded = new byte[EdwardsPoint.LENGTH];
    Arrays.fill(encoded, (byte) 0x66);
    encoded[0] = 0x58;
    return EdwardsPoint.decode(encoded);
  }

  private static EdwardsPoint shifted(EdwardsPoint point) {
    EdwardsPoint multiple = point.copy();
    for (int i = 0; i < HALF_BITS; i++) {
      multiple.twice();
    }
    return multiple;
  }

  private static BigInteger fromLittleEndian(byte[] bytes) {
    byte[] bigEndian = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bigEndian[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }

  private static byte[] toLittleEndian(BigInteger value) {
    byte[] bigEndian = value.toByteArray();
    byte[] bytes = new byte[SCALAR_LENGTH];
    for (int i = 0; i < bigEndian.length && i < SCALAR_LENGTH; i++) {
      bytes[i] = bigEndian[bigEndian.length - 1 - i];
    }
    return bytes;
  }
}
