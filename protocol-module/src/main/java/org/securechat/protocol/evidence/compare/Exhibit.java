package org.securechat.protocol.evidence.compare;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.verify.Verdict;
import org.securechat.protocol.evidence.verify.VerificationReport;

/**
 * A record that has been verified for itself, and what it says.
 *
 * @param kind what it is
 * @param files all that is needed to verify it again
 * @param report what was checked
 * @param rooms what it says; empty if it does not verify
 * @param heads the statement of a heads file
 */
public record Exhibit(
    ExhibitKind kind,
    SortedMap<String, byte[]> files,
    VerificationReport report,
    List<RoomHistory> rooms,
    Optional<HeadsDocument> heads) {

  /** Keeps copies. */
  public Exhibit {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    rooms = List.copyOf(rooms);
  }

  /** Whether it verifies; what does not is no evidence of anything. */
  public boolean verified() {
    return report.verdict() == Verdict.VERIFIED;
  }

  /** The server that signed it; empty if none did. */
  Optional<String> server() {
    return report.statement().map(VerificationReport.Statement::server);
  }

  private Optional<RoomHistory> room(RoomHistory wanted) {
    return rooms.stream().filter(room -> room.roomId().equals(wanted.roomId())).findFirst();
  }

  /**
   * Compares this, which is A, with another record, which is B. Both must be verified.
   *
   * @return of several rooms the one that says the most
   */
  public Comparison against(Exhibit other) {
    if (!verified() || !other.verified()) {
      throw new IllegalStateException("what does not verify proves nothing");
    }
    if (server().isPresent() && other.server().isPresent() && !server().equals(other.server())) {
      return Comparison.impossible(
          "A is of the server " + server().get() + ", and B of " + other.server().get());
    }
    List<Comparison> each =
        rooms.stream()
            .flatMap(mine -> other.room(mine).map(its -> Comparison.of(mine, its)).stream())
            .toList();
    if (each.isEmpty()) {
      return Comparison.impossible("they have no room in common");
    }
    Comparison found = decisive(each);
    // PROTOCOL.md §9.5: a statement names the one before it.
    return found.relation() == Relation.INCOMPARABLE && other.namesAsPrevious(this)
        ? found.as(Relation.B_CONTINUES_A)
        : found.relation() == Relation.INCOMPARABLE && namesAsPrevious(other)
            ? found.as(Relation.A_CONTINUES_B)
            : found;
  }

  private boolean namesAsPrevious(Exhibit before) {
    return heads.isPresent()
        && before
            .heads
            .map(HeadsDocument::sha256)
            .filter(heads.get().previousSha256()::equals)
            .isPresent();
  }

  /** A difference outweighs what cannot be compared, and that what agrees. */
  private static Comparison decisive(List<Comparison> each) {
    Comparison found = each.get(0);
    for (Comparison next : each) {
      if (next.relation().compareTo(found.relation()) > 0) {
        found = next;
      }
    }
    return found;
  }
}
