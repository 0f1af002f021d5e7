package org.securechat.protocol.identity.list;

import java.util.Arrays;

/**
 * Walks over DER as {@code verify.sh} does, element by element: lengths are definite and as short
 * as can be. For the few structures whose meaning has to be the same in every verifier. Confined to
 * one thread.
 */
public final class DerCursor {
  private static final int LONG = 0x80;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int HIGH_TAG = 0x1f;

  private final byte[] der;
  private int tag;
  private int at;
  private int after;

  /** Over these bytes, which must not change meanwhile. */
  public DerCursor(byte[] der) {
    this.der = der;
  }

  /** Not what it has to be. */
  public static final class MalformedDerException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedDerException() {
      super("not DER of the expected form", null, false, false);
    }
  }

  /** Goes to the element at a place, which has to end at or before another. */
  public void element(int place, int end) throws MalformedDerException {
    insist(place + 2 <= end && (der[place] & HIGH_TAG) != HIGH_TAG);
    tag = der[place] & 0xff;
    at = place + 2;
    int first = der[place + 1] & 0xff;
    long length = first < LONG ? first : longLength(first - LONG, end);
    insist(at + length <= end);
    after = (int) (at + length);
  }

  private long longLength(int bytes, int end) throws MalformedDerException {
    insist(bytes >= 1 && bytes <= MOST_LENGTH_BYTES && at + bytes <= end && der[at] != 0);
    long length = 0;
    for (int i = 0; i < bytes; i++) {
      length = (length << 8) | (der[at + i] & 0xff);
    }
    insist(length >= LONG);
    at += bytes;
    return length;
  }

  /** The same for an element of that tag that ends exactly there. */
  public void only(int place, int end, int wanted) throws MalformedDerException {
    element(place, end);
    insist(tag == wanted && after == end);
  }

  /** Whether there is one element of that tag between two places, and nothing else. */
  boolean isOnly(int place, int end, int wanted) throws MalformedDerException {
    if (place == end) {
      return false;
    }
    element(place, end);
    return tag == wanted && after == end;
  }

  /** Whether the element is a BOOLEAN's byte for true. */
  boolean isTrue() {
    return after == at + 1 && der[at] == (byte) 0xff;
  }

  /** The tag of the element. */
  public int tag() {
    return tag;
  }

  /** Where its contents begin. */
  public int at() {
    return at;
  }

  /** Where it ends. */
  public int after() {
    return after;
  }

  /** The bytes between two places. */
  byte[] bytes(int from, int to) {
    return Arrays.copyOfRange(der, from, to);
  }

  /** How many bytes there are. */
  int size() {
    return der.length;
  }

  private static void insist(boolean holds) throws MalformedDerException {
    if (!holds) {
      throw new MalformedDerException();
    }
  }
}
