package org.securechat.server.search;

/** Which lines make up a segment. */
final class SegmentRange {
  /** Lines of a segment. */
  static final int SIZE = 256;

  private SegmentRange() {}

  /** The segment of a line. */
  static long of(long position) {
    return (position - 1) / SIZE;
  }

  static long first(long segment) {
    return segment * SIZE + 1;
  }

  static long last(long segment) {
    return (segment + 1) * SIZE;
  }
}
