package org.securechat.server.room;

/**
 * How long a room keeps the content of its messages.
 *
 * @param days full days after which a message loses its payload; 0 is never; at most {@value
 *     #MAX_DAYS}
 */
public record Retention(int days) {
  public static final int MAX_DAYS = 36_500;

  public Retention {
    if (days < 0 || days > MAX_DAYS) {
      throw new IllegalArgumentException("days of retention are 0 to " + MAX_DAYS);
    }
  }

  public boolean isForEver() {
    return days == 0;
  }
}
