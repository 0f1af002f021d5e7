package org.securechat.server.chat;

import java.time.Duration;
import org.securechat.server.chat.ChatException.Reason;
import org.securechat.server.limit.TokenBucket;

/**
 * How many receipts over whole rooms a session may ask for: each reads and verifies the room from
 * its first line. Some at once, then one every few seconds. Belongs to the connection's own calls,
 * which come one at a time.
 */
final class ReceiptAllowance {
  static final int AT_ONCE = 6;
  static final Duration EACH = Duration.ofSeconds(10);

  private final TokenBucket bucket = new TokenBucket(AT_ONCE, EACH);

  /**
   * Uses up one.
   *
   * @param now in milliseconds; where it goes back, so does nothing else
   * @throws ChatException {@code TOO_MANY_RECEIPTS}
   */
  void take(long now) {
    if (!bucket.tryTake(now)) {
      throw new ChatException(Reason.TOO_MANY_RECEIPTS, "too many receipts over whole rooms");
    }
  }
}
