package org.securechat.server.webhook;

import java.time.Instant;

/**
 * A webhook to be made.
 *
 * @param name what stands in its lines
 * @param expiresAt from then on it takes nothing
 * @param aMinute how many lines it takes in a minute
 */
public record NewWebhook(String name, Instant expiresAt, int aMinute) {
  /** The most lines in a minute that can be allowed. */
  public static final int MOST_A_MINUTE = 600;

  /** Days that the longest one is good for. */
  public static final int LONGEST_DAYS = 3_650;
}
