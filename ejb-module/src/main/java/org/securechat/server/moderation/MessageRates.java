package org.securechat.server.moderation;

/**
 * How many messages somebody may write into one room in a minute.
 *
 * @param member an ordinary member
 * @param moderator the owner or a moderator, at least as many
 */
public record MessageRates(int member, int moderator) {
  /** Refuses rates of nothing, and moderators who may do less than members. */
  public MessageRates {
    if (member < 1 || moderator < member) {
      throw new IllegalArgumentException("rates " + member + " and " + moderator);
    }
  }
}
