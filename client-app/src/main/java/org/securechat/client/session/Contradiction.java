package org.securechat.client.session;

import java.nio.file.Path;
import java.util.Optional;
import org.securechat.protocol.evidence.compare.Relation;

/**
 * That the server says something else now than what was verified and kept before.
 *
 * @param room the room's name
 * @param relation whether the server signed both
 * @param position where the two differ
 * @param folder what shows it; empty if there are too many such folders already
 */
public record Contradiction(String room, Relation relation, long position, Optional<Path> folder) {
  /** What the user is told, without the folder. */
  public String meaning() {
    return relation == Relation.EQUIVOCATION
        ? "the server signed two histories, which differ at line " + position
        : "the server contradicts at line " + position + " what it said before";
  }

  /** What to do with it. */
  public String advice() {
    if (folder.isEmpty()) {
      return "nothing more is saved: there are many such folders already";
    }
    return relation == Relation.EQUIVOCATION
        ? "keep this folder, and show it to the other members: README.txt in it explains it"
        : "you have no receipt over what was said before, so others have only your word: keep this"
            + " folder, whose README.txt explains it, and ask other members for their receipts";
  }
}
