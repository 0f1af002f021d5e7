package org.securechat.server.room;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.securechat.protocol.evidence.EventPayload;
import org.securechat.protocol.evidence.EvidenceException;
import org.securechat.server.ledger.LedgerEntry;

/**
 * Which rooms take messages, answered from memory for every message. A room counts as archived from
 * the moment its {@code archived} line is being written, so that no message can come to stand
 * behind that line; if the line fails, {@link #refresh} looks again. Thread-safe.
 */
@ApplicationScoped
public class OpenRooms {
  private final Set<UUID> archived = ConcurrentHashMap.newKeySet();

  private final RoomAdminRepository rooms;
  private volatile boolean loaded;

  /** For the container's proxy. */
  public OpenRooms() {
    this(null);
  }

  @Inject
  public OpenRooms(RoomAdminRepository rooms) {
    this.rooms = rooms;
  }

  /**
   * Refuses a room that is archived.
   *
   * @throws RoomException {@code ARCHIVED} if the room is archived
   */
  public void require(UUID roomId) {
    load();
    if (archived.contains(roomId)) {
      throw new RoomException(RoomException.Reason.ARCHIVED, "the room is archived");
    }
  }

  /** The room is being archived. On the ledger's writer thread. */
  public void close(UUID roomId) {
    load();
    archived.add(roomId);
  }

  /** Looks what the database says of a room, after its change has been committed or has failed. */
  public void refresh(UUID roomId) {
    load();
    // No line that closes the room is found between the question and what is made of the answer.
    synchronized (archived) {
      if (rooms.byId(roomId).filter(Room::isArchived).isPresent()) {
        archived.add(roomId);
      } else {
        archived.remove(roomId);
      }
    }
  }

  /** Another server has written these lines, among which may be some that close or open rooms. */
  public void found(List<LedgerEntry> lines) {
    for (LedgerEntry line : lines) {
      if (line.line().isEvent() && line.message().isPresent()) {
        found(line.roomId(), line.message().get().payload());
      }
    }
  }

  private void found(UUID roomId, byte[] payload) {
    try {
      load();
      switch (EventPayload.parse(payload).event()) {
        case ARCHIVED -> {
          synchronized (archived) {
            archived.add(roomId);
          }
        }
        case REOPENED -> {
          synchronized (archived) {
            archived.remove(roomId);
          }
        }
        case CREATED, JOINED, LEFT, INVITED, ERASED -> {}
      }
    } catch (EvidenceException e) {
      // A line of the audit log, or another that speaks of no room.
    }
  }

  private void load() {
    if (!loaded) {
      synchronized (archived) {
        if (!loaded) {
          archived.addAll(rooms.archived());
          loaded = true;
        }
      }
    }
  }
}
