package org.securechat.protocol.evidence.compare;

import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * How two histories of a room relate.
 *
 * @param relation the verdict
 * @param roomId the room that it is about; null if there is no room in common
 * @param room its name, as far as a side says it
 * @param position for those that differ the first position at which both are known to, and
 *     otherwise the last one that both know and agree on; 0 for none
 * @param exact for those that differ whether the line at that position is the first one that does;
 *     otherwise it may be an earlier one
 * @param a the one side at that position
 * @param b the other side
 * @param reason for those that cannot be compared why; empty otherwise
 */
public record Comparison(
    Relation relation,
    UUID roomId,
    String room,
    long position,
    boolean exact,
    Place a,
    Place b,
    String reason) {

  private static final Place NOWHERE = new Place(Optional.empty(), Optional.empty(), 0, 0);

  /**
   * One side at a position.
   *
   * @param chain the chain value there
   * @param line the line there, if the side has it
   * @param last the last position that the side knows
   * @param signedTo up to which position a server's signature binds it
   */
  public record Place(Optional<String> chain, Optional<String> line, long last, long signedTo) {
    private static Place of(RoomHistory side, long position) {
      return new Place(
          Optional.ofNullable(side.chains().get(position)),
          Optional.ofNullable(side.lines().get(position)),
          side.last(),
          side.signedTo());
    }
  }

  /** Two records that have no room in common. */
  static Comparison impossible(String reason) {
    return new Comparison(Relation.INCOMPARABLE, null, "", 0, false, NOWHERE, NOWHERE, reason);
  }

  /** The same two sides, of which more is known. */
  Comparison as(Relation known) {
    return new Comparison(known, roomId, room, position, exact, a, b, "");
  }

  /** Compares two histories of one room. */
  public static Comparison of(RoomHistory a, RoomHistory b) {
    NavigableSet<Long> shared = new TreeSet<>(a.chains().keySet());
    shared.retainAll(b.chains().keySet());
    // PROTOCOL.md §9.2: before the first line every history of a room is the same.
    shared.remove(0L);
    for (long position : shared) {
      if (!Objects.equals(a.chains().get(position), b.chains().get(position))) {
        return differing(a, b, position);
      }
    }
    return agreeing(a, b, shared.isEmpty() ? 0 : shared.last());
  }

  private static Comparison differing(RoomHistory a, RoomHistory b, long position) {
    // PROTOCOL.md §11.3: a signature over a later chain value binds every line before it.
    boolean bothSigned = a.signedTo() >= position && b.signedTo() >= position;
    String before = position == 1 ? "" : a.chains().get(position - 1);
    boolean exact =
        position == 1 || (before != null && before.equals(b.chains().get(position - 1)));
    return about(
        a, b, bothSigned ? Relation.EQUIVOCATION : Relation.CONTRADICTION, position, exact, "");
  }

  private static Comparison agreeing(RoomHistory a, RoomHistory b, long last) {
    if (last == 0) {
      return about(a, b, Relation.INCOMPARABLE, 0, false, extents(a, b));
    }
    if (last == a.last()) {
      Relation relation = last == b.last() ? Relation.EQUAL : Relation.B_CONTINUES_A;
      return about(a, b, relation, last, false, "");
    }
    if (last == b.last()) {
      return about(a, b, Relation.A_CONTINUES_B, last, false, "");
    }
    String reason = "they agree up to line " + last + ", and share no position after it";
    return about(a, b, Relation.INCOMPARABLE, last, false, reason);
  }

  private static String extents(RoomHistory a, RoomHistory b) {
    return "they share no position: A knows the chain " + extent(a) + ", and B " + extent(b);
  }

  private static String extent(RoomHistory side) {
    long first = side.chains().isEmpty() ? 0 : side.chains().firstKey();
    boolean whole = side.chains().size() == side.last() - first + 1;
    if (first == side.last()) {
      return "after line " + first + " alone";
    }
    return whole
        ? "from line " + Math.max(first, 1) + " to line " + side.last()
        : "after lines " + first + " and " + side.last() + " alone";
  }

  private static Comparison about(
      RoomHistory a,
      RoomHistory b,
      Relation relation,
      long position,
      boolean exact,
      String reason) {
    return new Comparison(
        relation,
        a.roomId(),
        a.room().isEmpty() ? b.room() : a.room(),
        position,
        exact,
        Place.of(a, position),
        Place.of(b, position),
        reason);
  }
}
