package org.securechat.client.reading;

import org.securechat.client.session.RoomMessage;

/** How many lines were written, and how many of them do not hold. Confined to one thread. */
public final class WrittenLines {
  private long lines;
  private long faulty;

  void add(RoomMessage line) {
    lines++;
    faulty += line.verified() ? 0 : 1;
  }

  /** All. */
  public long lines() {
    return lines;
  }

  /** Those that do not hold. */
  public long faulty() {
    return faulty;
  }
}
