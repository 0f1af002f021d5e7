package org.securechat.server.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.securechat.protocol.evidence.Chain;
import org.securechat.server.ledger.ChainWalk.BrokenChainException;
import org.securechat.server.ledger.RoomTailCache.RoomTail;
import org.securechat.server.ledger.TranscriptLedger.HistoryPage;

/** Reads transcripts and checks every line it hands out. Thread-safe. */
final class TranscriptReader {
  private static final int CHUNK = 64;

  private final LedgerStore store;
  private final RoomTailCache rooms;

  TranscriptReader(LedgerStore store, RoomTailCache rooms) {
    this.store = store;
    this.rooms = rooms;
  }

  HistoryPage history(UUID roomId, long after, int limit, int maxBytes) {
    long last = rooms.tail(roomId).position();
    if (after >= last) {
      return new HistoryPage(List.of(), false);
    }
    List<LedgerEntry> page = new ArrayList<>();
    try {
      boolean more = fill(page, ChainWalk.after(store, roomId, after), last, limit, maxBytes);
      return new HistoryPage(page, more);
    } catch (BrokenChainException e) {
      throw rooms.refuse(roomId, e);
    }
  }

  private boolean fill(List<LedgerEntry> page, ChainWalk walk, long last, int limit, int maxBytes)
      throws BrokenChainException {
    long bytes = 0;
    while (walk.position() < last) {
      for (TranscriptEntry row : walk.rows(last, CHUNK)) {
        if (page.size() == limit) {
          return true;
        }
        LedgerEntry entry = walk.next(row);
        bytes += entry.wireSize();
        if (bytes > maxBytes && !page.isEmpty()) {
          return true;
        }
        page.add(entry);
      }
    }
    return false;
  }

  LedgerEntry line(UUID roomId, long position) {
    try {
      ChainWalk walk = ChainWalk.after(store, roomId, position - 1);
      return walk.next(walk.rows(position, 1).getFirst());
    } catch (BrokenChainException e) {
      throw rooms.refuse(roomId, e);
    }
  }

  void entries(UUID roomId, long first, long last, Consumer<LedgerEntry> each) {
    RoomTail tail = rooms.tail(roomId);
    try {
      ChainWalk walk = ChainWalk.after(store, roomId, first - 1);
      while (walk.position() < last) {
        for (TranscriptEntry row : walk.rows(last, CHUNK)) {
          each.accept(walk.next(row));
        }
      }
      walk.to(tail.position());
      if (!walk.chain().equals(tail.chain())) {
        throw new BrokenChainException(tail.position(), "the chain does not lead to its head");
      }
    } catch (BrokenChainException e) {
      throw rooms.refuse(roomId, e);
    }
  }

  /**
   * The chain value after that line, or the genesis value for 0; asks the database unless the line
   * was committed or asked for of late.
   */
  String recentChainAt(UUID roomId, long position) {
    return rooms
        .recentChain(roomId, position)
        .orElseGet(() -> {
          String chain = chainAt(roomId, position);
          rooms.remember(roomId, position, chain);
          return chain;
        });
  }

  /** Whether the chain has that value after that line, as the database says now. */
  boolean isStored(UUID roomId, long position, String chain) {
    if (position < 1) {
      return position == 0 && Chain.genesis(roomId).equals(chain);
    }
    Optional<String> known = rooms.recentChain(roomId, position);
    if (known.isPresent()) {
      return known.get().equals(chain);
    }
    Optional<String> stored = store.chain(roomId, position);
    stored.ifPresent(value -> rooms.remember(roomId, position, value));
    return stored.filter(chain::equals).isPresent();
  }

  /** The chain value after that line as it is stored, or the genesis value for 0. */
  String chainAt(UUID roomId, long position) {
    try {
      return ChainWalk.stored(store, roomId, position);
    } catch (BrokenChainException e) {
      throw rooms.refuse(roomId, e);
    }
  }
}
