package org.securechat.client.export;

/** Rising positions as {@code 3,5-9}. Confined to one thread. */
final class PositionText {
  private final StringBuilder text = new StringBuilder();
  private long begin;
  private long end;

  void add(long position) {
    if (begin == 0 || position != end + 1) {
      close();
      begin = position;
    }
    end = position;
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

  @Override
  public String toString() {
    close();
    return text.toString();
  }
}
