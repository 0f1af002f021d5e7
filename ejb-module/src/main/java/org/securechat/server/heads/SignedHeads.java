package org.securechat.server.heads;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.protocol.evidence.HeadsDocument;
import org.securechat.protocol.evidence.HeadsFile;
import org.securechat.protocol.evidence.RoomPosition;
import org.securechat.server.heads.HeadsException.Reason;
import org.securechat.server.ledger.HeadVerifier;

/**
 * What a file says about all rooms, together with the file that it builds on. Read, verified,
 * immutable.
 */
final class SignedHeads {
  private final Path file;
  private final HeadsDocument document;
  private final SortedMap<UUID, RoomPosition> rooms;

  private SignedHeads(Path file, HeadsDocument document, SortedMap<UUID, RoomPosition> rooms) {
    this.file = file;
    this.document = document;
    this.rooms = rooms;
  }

  /**
   * Reads a file, and the one that it builds on from the same folder.
   *
   * @throws HeadsException {@code NOT_USABLE}, if it cannot be read or does not verify
   */
  static SignedHeads read(Path file, HeadVerifier key) {
    HeadsFile signed = verified(file, key);
    HeadsDocument document = signed.document();
    SortedMap<UUID, RoomPosition> rooms = new TreeMap<>(RoomPosition.BY_ID);
    if (!document.isComplete()) {
      Path folder = file.toAbsolutePath().getParent();
      Path base = folder.resolve(new HeadsFileName(document.baseNumber(), 0).text());
      HeadsFile complete = verified(base, key);
      // PROTOCOL.md §9.5: the base is named by its hash and lists every room.
      if (!document.buildsOn(complete.document())) {
        throw notUsable(base, "it is not the one that " + file.getFileName() + " builds on");
      }
      complete.rooms().forEach(room -> rooms.put(room.roomId(), room));
    }
    signed.rooms().forEach(room -> rooms.put(room.roomId(), room));
    return new SignedHeads(file, document, rooms);
  }

  private static HeadsFile verified(Path file, HeadVerifier key) {
    HeadsFile signed;
    try {
      if (Files.size(file) > HeadsFile.MAX_LENGTH) {
        throw notUsable(file, "it is too long");
      }
      signed = HeadsFile.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw notUsable(file, "it cannot be read: " + e);
    } catch (EvidenceException e) {
      throw notUsable(file, e.getMessage());
    }
    HeadsDocument document = signed.document();
    if (!document.server().equals(key.serverName())) {
      throw notUsable(file, "it speaks of the server " + document.server());
    }
    if (!key.isOwn(document.certificate())) {
      throw notUsable(
          file,
          "it is signed under certificate "
              + document.certificate()
              + ", which is neither this server's receipt certificate nor a former one");
    }
    if (!key.verifyHead(document.certificate(), document.encode(), signed.signature())) {
      throw notUsable(file, "its signature does not verify");
    }
    return signed;
  }

  private static HeadsException notUsable(Path file, String why) {
    return new HeadsException(
        Reason.NOT_USABLE, "the signed heads in " + file + " cannot be used: " + why);
  }

  Path file() {
    return file;
  }

  HeadsDocument document() {
    return document;
  }

  /** Every room, in the order of the ids. */
  Collection<RoomPosition> rooms() {
    return rooms.values();
  }

  /** For an operator: which statement this is. */
  String named() {
    return "the signed heads number "
        + document.number()
        + " of "
        + document.at()
        + " ("
        + file
        + ")";
  }
}
