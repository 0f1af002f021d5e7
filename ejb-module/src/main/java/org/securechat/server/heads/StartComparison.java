package org.securechat.server.heads;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.heads.HeadsException.Reason;
import org.securechat.server.ledger.HeadVerifier;

/**
 * Compares the database with every signed statement that a start can find: the newest in the data
 * folder, the newest in the mirror, and the one that the operator gives. Confined to one thread.
 */
final class StartComparison {
  /** So many rooms are named in a sentence; the others are counted. */
  private static final int NAMED = 3;

  private static final String HOW_TO_ACCEPT =
      ". If this is meant, after a restore from a backup for example, start once with"
          + " --accept-rollback \"reason\": the reason goes on record in the audit log";

  private final HeadsSettings settings;
  private final HeadVerifier key;
  private final HeadsComparison comparison;
  private final int rooms;
  private final List<SignedHeads> found = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  StartComparison(
      HeadsSettings settings,
      HeadVerifier key,
      HeadRecords records,
      Collection<RoomPosition> stored) {
    this.settings = settings;
    this.key = key;
    Map<UUID, RoomPosition> byRoom = new HashMap<>();
    stored.forEach(room -> byRoom.put(room.roomId(), room));
    this.comparison = new HeadsComparison(records, byRoom);
    this.rooms = byRoom.size();
  }

  /**
   * Compares.
   *
   * @throws HeadsException {@code NOT_USABLE}, if the file that the operator gives cannot be used:
   *     that is a mistake in the command and nothing to accept
   */
  Result run() {
    settings.given().ifPresent(file -> compare(SignedHeads.read(file, key)));
    compareNewest(settings.folder());
    settings.mirror().ifPresent(this::compareNewest);
    if (found.isEmpty() && faults.isEmpty() && rooms > 0) {
      HeadsLog.nothingToCompare(settings.folder().toString(), rooms);
    }
    Optional<HeadsDocument> last =
        found.stream()
            .map(SignedHeads::document)
            .max(Comparator.comparingLong(HeadsDocument::number));
    return new Result(last, faults);
  }

  private void compareNewest(Path folder) {
    try {
      Optional<Path> newest = new HeadsFolder(folder, settings.kept()).newest();
      if (newest.isPresent()) {
        compare(SignedHeads.read(newest.get(), key));
      }
    } catch (IOException e) {
      faults.add("the signed heads in " + folder + " cannot be read: " + e);
    } catch (HeadsException e) {
      faults.add(e.getMessage());
    }
  }

  private void compare(SignedHeads heads) {
    found.add(heads);
    List<String> differences = comparison.differences(heads.rooms());
    if (!differences.isEmpty()) {
      int unnamed = differences.size() - NAMED;
      faults.add(
          "the database is older than "
              + heads.named()
              + ", or another one: "
              + String.join("; ", differences.subList(0, Math.min(NAMED, differences.size())))
              + (unnamed > 0 ? "; and " + unnamed + " rooms more" : ""));
    }
  }

  /**
   * What a start found.
   *
   * @param last the statement with the highest number, which the next one continues
   * @param faults why the start must not go on, a sentence each
   */
  record Result(Optional<HeadsDocument> last, List<String> faults) {
    Result {
      faults = List.copyOf(faults);
    }

    /** To throw. */
    HeadsException refusal() {
      return new HeadsException(Reason.ROLLBACK, String.join("; ", faults) + HOW_TO_ACCEPT);
    }
  }
}
