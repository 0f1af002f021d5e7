package org.securechat.protocol.evidence.compare;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.securechat.protocol.evidence.Chain;

/**
 * What one record says of one room: chain values, and the lines that it has. Each chain value
 * stands for all lines up to it.
 *
 * @param roomId the room's id
 * @param room its name; empty text if the record does not say it
 * @param chains the chain value after each position that the record knows
 * @param lines the lines that it has, by position
 * @param signedTo up to which position a server's signature binds it; 0 if it binds nothing
 */
public record RoomHistory(
    UUID roomId,
    String room,
    NavigableMap<Long, String> chains,
    SortedMap<Long, String> lines,
    long signedTo) {

  /** Keeps copies. */
  public RoomHistory {
    chains = Collections.unmodifiableNavigableMap(new TreeMap<>(chains));
    lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
  }

  /**
   * The history that follows from lines.
   *
   * @param first position of the first line
   * @param before the chain value before it
   */
  static RoomHistory of(
      UUID roomId, String room, long first, String before, List<String> texts, long signedTo) {
    NavigableMap<Long, String> chains = new TreeMap<>();
    SortedMap<Long, String> lines = new TreeMap<>();
    long position = first - 1;
    String chain = before;
    chains.put(position, chain);
    for (String text : texts) {
      position++;
      chain = Chain.next(chain, text);
      chains.put(position, chain);
      lines.put(position, text);
    }
    return new RoomHistory(roomId, room, chains, lines, signedTo);
  }

  /** The last position that it knows; 0 for nothing. */
  long last() {
    return chains.isEmpty() ? 0 : chains.lastKey();
  }
}
