package org.securechat.server.ledger;

import java.util.UUID;
import org.securechat.server.ledger.ChainWalk.BrokenChainException;
import org.securechat.server.ledger.LedgerRecords.StoredRoom;
import org.securechat.server.ledger.RoomTailCache.RoomTail;

/** Finds the end of a room's chain and whether it may be believed. Thread-safe. */
final class RoomVerification {
  private final LedgerRecords store;
  private final HeadVerifier key;

  RoomVerification(LedgerRecords store, HeadVerifier key) {
    this.store = store;
    this.key = key;
  }

  /**
   * Verifies the chain from its last signed head on.
   *
   * @return the tail for the next line
   * @throws BrokenChainException if the stored transcript is not what was written
   */
  RoomTail open(UUID roomId) throws BrokenChainException {
    StoredRoom stored = store.room(roomId);
    if (stored.head().isEmpty()) {
      return openEmpty(roomId, stored);
    }
    RoomHead head = stored.head().get();
    SignedHead signed = checkSignature(roomId, head);
    // From the line before, so that the signed line itself is checked against its payload too.
    ChainWalk walk = ChainWalk.after(store, roomId, signed.position() - 1);
    walk.to(signed.position());
    if (!walk.chain().equals(signed.chain())) {
      throw new BrokenChainException(signed.position(), "the chain is not the one that was signed");
    }
    walk.to(head.position());
    return checkEnd(roomId, stored, head, walk);
  }

  /**
   * Verifies the whole chain from the first line.
   *
   * @throws BrokenChainException if the stored transcript is not what was written
   */
  void verifyAll(UUID roomId) throws BrokenChainException {
    verifyAll(roomId, line -> {});
  }

  /**
   * Verifies the whole chain from the first line, and checks each line further.
   *
   * @throws BrokenChainException if the stored transcript is not what was written
   */
  void verifyAll(UUID roomId, LineCheck check) throws BrokenChainException {
    RoomTail tail = open(roomId);
    ChainWalk walk = ChainWalk.after(store, roomId, 0);
    walk.to(tail.position(), check);
    if (!walk.chain().equals(tail.chain())) {
      throw new BrokenChainException(tail.position(), "the chain does not lead to its head");
    }
  }

  /** Something more to be said of a line that belongs to the chain. */
  @FunctionalInterface
  interface LineCheck {
    void check(LedgerEntry line) throws BrokenChainException;
  }

  private RoomTail openEmpty(UUID roomId, StoredRoom stored) throws BrokenChainException {
    if (stored.lastPosition() != 0) {
      throw new BrokenChainException(stored.lastPosition(), "there are lines without a head");
    }
    // A room and its first line are written by one transaction, so neither is ever without the
    // other. To begin anew at line 1 would be to forget, silently, what was there.
    if (store.isBegun(roomId)) {
      throw new BrokenChainException(1, "the room exists, and its first line is missing");
    }
    return RoomTail.genesis(roomId);
  }

  private SignedHead checkSignature(UUID roomId, RoomHead head) throws BrokenChainException {
    SignedHead signed = head.signed();
    if (signed.position() < 1 || signed.position() > head.position()) {
      throw new BrokenChainException(signed.position(), "the signed head is beyond the chain");
    }
    if (!key.isOwn(signed.certificateSha256())) {
      throw new BrokenChainException(
          signed.position(),
          "the head is signed under certificate "
              + signed.certificateSha256()
              + ", which is neither this server's receipt certificate nor a former one");
    }
    if (!signed.verifies(key, roomId)) {
      throw new BrokenChainException(
          signed.position(),
          "the signature of the head does not verify with certificate "
              + signed.certificateSha256());
    }
    return signed;
  }

  private RoomTail checkEnd(UUID roomId, StoredRoom stored, RoomHead head, ChainWalk walk)
      throws BrokenChainException {
    if (!walk.chain().equals(head.chain()) || walk.receivedAt() != head.receivedAt()) {
      throw new BrokenChainException(head.position(), "the chain does not lead to its head");
    }
    if (stored.lastPosition() > head.position()) {
      throw new BrokenChainException(stored.lastPosition(), "there are lines beyond the head");
    }
    return new RoomTail(
        roomId, head.position(), head.chain(), head.receivedAt(), head.signed().position());
  }
}
