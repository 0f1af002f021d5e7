package org.securechat.server.retention;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.server.room.Retention;
import org.securechat.server.room.Room;

/** What retention has to erase, how far it has come, and which server does it. Thread-safe. */
public interface RetentionRepository {

  /** All rooms that may have something to erase, by id: neither held nor kept for ever. */
  List<Room> withRetention(Retention byDefault);

  /**
   * In which rooms a user has messages that still have their payload: first those on legal hold,
   * and then by name.
   *
   * @throws org.securechat.server.limit.LaneException {@code RAN_TOO_LONG}
   */
  List<SpokenRoom> spokenBy(String sender, int limit);

  /** How far retention has erased a room; 0 if it has not begun. */
  long erasedTo(UUID roomId);

  /** Stores how far retention has erased a room. Within the transaction that erases. */
  void erasedTo(UUID roomId, long position);

  /**
   * A message that is to be erased because the owner or a moderator of its room has removed it.
   *
   * @param message its position
   */
  record Removal(UUID room, long message, String owner) {}

  /** Within the transaction of the line by which it was removed. A message is removed once. */
  void addRemoval(UUID room, long message, String owner);

  /** Some of what is to be erased. */
  List<Removal> removals(int limit);

  /** It has been erased. */
  void removed(Removal removal);

  /**
   * Ends the invitations that are older.
   *
   * @return how many
   */
  int endInvitations(Instant before);

  /**
   * Takes or renews the lease of a job.
   *
   * @param holder the server that wants it
   * @param now in milliseconds
   * @param until when it ends unless it is renewed; a time in the past gives it back
   * @return false if another server has it
   */
  boolean lease(String job, UUID holder, long now, long until);
}
