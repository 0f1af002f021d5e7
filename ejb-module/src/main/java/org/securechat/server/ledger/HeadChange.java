package org.securechat.server.ledger;

import java.time.Instant;

/**
 * How a batch moves the end of a room's chain.
 *
 * @param signed the new end, signed; null where the old signature still serves
 */
record HeadChange(RoomTail before, RoomTail after, SignedHead signed) {

  boolean isSignatureDue(int interval) {
    return before.signedPosition() == 0 || after.position() - before.signedPosition() >= interval;
  }

  HeadChange signed(LedgerKey key, Instant now) {
    return new HeadChange(before, after.signed(), SignedHead.sign(key, after.head(), now));
  }
}
