package org.securechat.protocol.crypto;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/**
 * A point of edwards25519 (RFC 8032 section 5.1) that doubles and adds in place. Bouncy Castle
 * computes in the field; the formulas are those of RFC 8032 section 5.1.4, which are complete: they
 * hold for every pair of points, those of small order among them.
 *
 * <p>Public values only: what is computed here takes a time that depends on them. Not thread-safe.
 */
final class EdwardsPoint {
  /** Bytes of an encoded point. */
  static final int LENGTH = 32;

  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final int[] D =
      element(
          BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P));
  private static final int[] D2 = doubled(D);

  private final int[] x = X25519Field.create();
  private final int[] y = X25519Field.create();
  private final int[] z = X25519Field.create();

  /** The fourth coordinate is left as two factors: a doubling does not need it. */
  private final int[] tLeft = X25519Field.create();

  private final int[] tRight = X25519Field.create();

  private final int[] a = X25519Field.create();
  private final int[] b = X25519Field.create();
  private final int[] c = X25519Field.create();
  private final int[] d = X25519Field.create();

  /** The neutral element. */
  EdwardsPoint() {
    X25519Field.one(y);
    X25519Field.one(z);
    X25519Field.one(tRight);
  }

  /**
   * Reads a point in its one encoding (RFC 8032 section 5.1.3).
   *
   * @return null if the bytes are not the canonical encoding of a point of the curve
   */
  static EdwardsPoint decode(byte[] encoded) {
    if (encoded.length != LENGTH || !isReduced(encoded)) {
      return null;
    }
    EdwardsPoint point = new EdwardsPoint();
    X25519Field.decode255(encoded, point.y);
    return point.recoverX(encoded[LENGTH - 1] < 0) ? point : null;
  }

  /** The encoding (RFC 8032 section 5.1.2). */
  byte[] encode() {
    int[] inverse = X25519Field.create();
    X25519Field.invVar(z, inverse);
    X25519Field.mul(x, inverse, a);
    X25519Field.mul(y, inverse, b);
    X25519Field.normalize(a);
    X25519Field.normalize(b);
    byte[] encoded = new byte[LENGTH];
    X25519Field.encode(b, encoded);
    encoded[LENGTH - 1] |= (byte) ((a[0] & 1) << 7);
    return encoded;
  }

  boolean isNeutral() {
    X25519Field.normalize(x);
    X25519Field.sub(y, z, a);
    X25519Field.normalize(a);
    return X25519Field.isZeroVar(x) && X25519Field.isZeroVar(a);
  }

  /** Whether eight times this point is the neutral element. */
  boolean hasSmallOrder() {
    EdwardsPoint multiple = copy();
    for (int i = 0; i < 3; i++) {
      multiple.twice();
    }
    return multiple.isNeutral();
  }

  EdwardsPoint copy() {
    EdwardsPoint copy = new EdwardsPoint();
    X25519Field.copy(x, 0, copy.x, 0);
    X25519Field.copy(y, 0, copy.y, 0);
    X25519Field.copy(z, 0, copy.z, 0);
    X25519Field.copy(tLeft, 0, copy.tLeft, 0);
    X25519Field.copy(tRight, 0, copy.tRight, 0);
    return copy;
  }

  void negate() {
    X25519Field.negate(x, x);
    X25519Field.negate(tLeft, tLeft);
  }

  void twice() {
    X25519Field.add(x, y, d);
    X25519Field.sqr(x, a);
    X25519Field.sqr(y, b);
    X25519Field.sqr(z, c);
    X25519Field.add(c, c, c);
    X25519Field.sqr(d, d);
    X25519Field.apm(a, b, tRight, a); // x² + y², x² - y²
    X25519Field.sub(tRight, d, tLeft); // -2xy
    X25519Field.add(c, a, c);
    X25519Field.carry(c);
    X25519Field.mul(tLeft, c, x);
    X25519Field.mul(a, tRight, y);
    X25519Field.mul(c, a, z);
  }

  /** Adds a point, or takes it away. */
  void add(Addend other, boolean subtract) {
    X25519Field.mul(tLeft, tRight, c);
    X25519Field.mul(c, other.t2d, c);
    X25519Field.mul(z, other.z2, d);
    X25519Field.apm(y, x, b, a);
    X25519Field.mul(a, subtract ? other.sum : other.difference, a);
    X25519Field.mul(b, subtract ? other.difference : other.sum, b);
    X25519Field.apm(b, a, tRight, tLeft);
    if (subtract) {
      X25519Field.apm(d, c, a, b);
    } else {
      X25519Field.apm(d, c, b, a);
    }
    X25519Field.carry(a);
    X25519Field.carry(b);
    X25519Field.mul(tLeft, a, x);
    X25519Field.mul(b, tRight, y);
    X25519Field.mul(a, b, z);
  }

  /** This point in the form in which it is added to others. */
  Addend asAddend() {
    return new Addend(this);
  }

  private boolean recoverX(boolean negative) {
    X25519Field.sqr(y, a);
    X25519Field.mul(a, D, b);
    X25519Field.subOne(a);
    X25519Field.addOne(b);
    if (!X25519Field.sqrtRatioVar(a, b, x)) {
      return false;
    }
    X25519Field.normalize(x);
    // Zero has no sign: RFC 8032 section 5.1.3, step 4.
    if (negative && X25519Field.isZeroVar(x)) {
      return false;
    }
    if (negative != ((x[0] & 1) == 1)) {
      X25519Field.negate(x, x);
    }
    X25519Field.copy(x, 0, tLeft, 0);
    X25519Field.copy(y, 0, tRight, 0);
    return true;
  }

  /** Whether y is less than the field's prime, whatever the sign bit says. */
  private static boolean isReduced(byte[] encoded) {
    byte[] bigEndian = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      bigEndian[i] = encoded[LENGTH - 1 - i];
    }
    bigEndian[0] &= 0x7f;
    return new BigInteger(1, bigEndian).compareTo(P) < 0;
  }

  private static int[] element(BigInteger value) {
    byte[] littleEndian = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      littleEndian[i] = value.shiftRight(8 * i).byteValue();
    }
    int[] element = X25519Field.create();
    X25519Field.decode255(littleEndian, element);
    return element;
  }

  private static int[] doubled(int[] element) {
    int[] doubled = X25519Field.create();
    X25519Field.add(element, element, doubled);
    X25519Field.carry(doubled);
    return doubled;
  }

  /** A point prepared to be added: y + x, y - x, 2dt and 2z. Never changed; thread-safe. */
  static final class Addend {
    private final int[] sum = X25519Field.create();
    private final int[] difference = X25519Field.create();
    private final int[] t2d = X25519Field.create();
    private final int[] z2 = X25519Field.create();

    private Addend(EdwardsPoint point) {
      X25519Field.apm(point.y, point.x, sum, difference);
      X25519Field.carry(sum);
      X25519Field.carry(difference);
      X25519Field.mul(point.tLeft, point.tRight, t2d);
      X25519Field.mul(t2d, D2, t2d);
      X25519Field.add(point.z, point.z, z2);
      X25519Field.carry(z2);
    }
  }
}
