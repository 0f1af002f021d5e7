package org.securechat.server.lease;

import java.util.Optional;

/**
 * Who had the right to write, at one look.
 *
 * @param holder empty after an orderly stop
 * @param epoch rises when the right changes hands
 * @param commits rises with every commit, and at least once each {@link LeaseSettings#RENEWAL} as
 *     long as the holder lives
 */
record Holding(Optional<String> holder, long epoch, long commits) {
  boolean isSignOfLife(Holding before) {
    return epoch != before.epoch || commits != before.commits;
  }
}
