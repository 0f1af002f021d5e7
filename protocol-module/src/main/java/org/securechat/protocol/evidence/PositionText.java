package org.securechat.protocol.evidence;

/**
 * Rising positions as {@link Positions} write them, {@code 3,5-9}, for as many as there are.
 * Confined to one thread.
 */
public final class PositionText {
  private final StringBuilder text = new StringBuilder();
  private long begin;
  private long end;

  /**
   * Adds one.
   *
   * @param position greater than the one before
   */
  public void add(long position) {
    if (begin == 0 || position != end + 1) {
      close();
      begin = position;
    }
    end = position;
  }

  /** What the text can come to before another position opens a new range. */
  public int maxLength() {
    return text.length() + maxLengthOfRange(end);
  }

  /** What a range that begins there can come to: two positions and two signs. */
  public static int maxLengthOfRange(long position) {
    return 2 * (Long.toString(position).length() + 2);
  }

  private void close() {
    if (begin > 0) {
      text.append(text.isEmpty() ? "" : ",").append(begin);
      if (end > begin) {
        text.append('-').append(end);
      }
    }
    begin = 0;
  }

  /** Empty for none. */
  @Override
  public String toString() {
    close();
    return text.toString();
  }
}
