package org.securechat.server.ledger;

import java.util.UUID;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.ledger.TranscriptLedger.Head;

/**
 * What the next line of a room needs to know.
 *
 * @param position of the last line, 0 for none
 * @param receivedAt of the last line, in milliseconds
 * @param signedPosition of the last signed head, 0 for none
 */
record RoomTail(UUID roomId, long position, String chain, long receivedAt, long signedPosition) {

  static RoomTail genesis(UUID roomId) {
    return new RoomTail(roomId, 0, Chain.genesis(roomId), 0, 0);
  }

  RoomTail after(LedgerEntry entry) {
    return new RoomTail(
        roomId, entry.position(), entry.chain(), entry.receivedAtMillis(), signedPosition);
  }

  RoomTail signed() {
    return new RoomTail(roomId, position, chain, receivedAt, position);
  }

  Head head() {
    return new Head(roomId, position, chain);
  }
}
