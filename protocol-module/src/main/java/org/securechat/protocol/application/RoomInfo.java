package org.securechat.protocol.application;

import java.util.List;
import org.securechat.protocol.name.Names;

/**
 * A room as one user sees it.
 *
 * @param name see {@link Names#isRoom}
 * @param id lower-case UUID, from which the chain starts
 * @param visibility who may find and enter it
 * @param member whether the user is in it
 * @param position of the last line; 0 if there is none yet
 * @param chain hexadecimal chain value after that line
 * @param requires the kinds that a client must know to be in it
 * @param terms what was decided about it
 */
public record RoomInfo(
    String name,
    String id,
    Visibility visibility,
    boolean member,
    long position,
    String chain,
    List<String> requires,
    RoomTerms terms) {
  public RoomInfo {
    requires = List.copyOf(requires);
  }

  /** A room that requires nothing, and about which nothing was decided. */
  public RoomInfo(
      String name, String id, Visibility visibility, boolean member, long position, String chain) {
    this(name, id, visibility, member, position, chain, List.of(), RoomTerms.NONE);
  }

  /** The same room with what was decided about it. */
  public RoomInfo with(RoomTerms newTerms) {
    return new RoomInfo(name, id, visibility, member, position, chain, requires, newTerms);
  }
}
