package org.securechat.server.room;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Rooms as their administration and retention see them. It knows no rules. Thread-safe. */
public interface RoomRecords {
  /**
   * @param name anything; what cannot be a room's name finds none
   */
  Optional<Room> byName(String name);

  Optional<Room> byId(UUID roomId);

  /**
   * Changes a room within the transaction that there is.
   *
   * @throws jakarta.persistence.OptimisticLockException if another transaction changed it
   */
  void change(UUID roomId, Consumer<Room> change);

  /** By name. */
  List<Room> find(RoomSearch search);

  /** Who is in a room, by username, behind that one. */
  List<Member> members(UUID roomId, String after, int limit);

  /** The ids of all archived rooms. */
  List<UUID> archived();

  /** All rooms that may have something to erase, by id: neither held nor kept for ever. */
  List<Room> withRetention(Retention byDefault);

  /** How far retention has erased a room; 0 if it has not begun. */
  long erasedTo(UUID roomId);

  /** Remembers that. Within the transaction that erases. */
  void erasedTo(UUID roomId, long position);

  /**
   * Takes or renews the lease of a job.
   *
   * @param holder who wants it
   * @param now in milliseconds
   * @param until when it ends unless it is renewed; a time that is past gives it back
   * @return false if somebody else has it
   */
  boolean lease(String job, UUID holder, long now, long until);
}
