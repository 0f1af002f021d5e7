package org.securechat.protocol.channel;

import java.time.Duration;
import org.securechat.protocol.wire.Limits;

/**
 * When a sender moves to its next key.
 *
 * @param records the most records under one key, KeyUpdate included
 * @param lifetime the longest time a key is used
 */
record Rekeying(long records, Duration lifetime) {
  static final Rekeying DEFAULT = new Rekeying(Limits.RECORDS_PER_KEY, Limits.KEY_LIFETIME);
}
