package org.securechat.server.room;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.securechat.protocol.application.RoomRole;
import org.securechat.protocol.application.Visibility;

/**
 * Rooms, members and invitations as a {@link MembershipChange} finds and changes them. It contains
 * no rules. Every call needs the transaction that writes the change's line, and what it changes is
 * in the database when it returns.
 */
public interface MembershipRepository {

  boolean isNameTaken(String roomName);

  /** Whether there is such a room and it is not archived. */
  boolean isOpen(UUID roomId);

  boolean isMember(UUID roomId, UUID userId);

  /** What a user is in a room; empty for one who is not in it. */
  Optional<RoomRole> role(UUID roomId, UUID userId);

  /** Gives a member another role. */
  void setRole(UUID roomId, UUID userId, RoomRole role);

  /** The members who are at least that. */
  List<UUID> from(UUID roomId, RoomRole role);

  /** Whether a user may not enter a room at that time. */
  boolean isBanned(UUID roomId, UUID userId, Instant now);

  boolean isInvited(UUID roomId, UUID userId);

  /**
   * Adds a room without members.
   *
   * @param creator null for a room that the server makes for a person without an account
   */
  void addRoom(UUID roomId, String name, Visibility visibility, UUID creator, Instant now);

  void addOwner(UUID roomId, UUID userId, Instant now);

  void addMember(UUID roomId, UUID userId, Instant now);

  /** Returns false if the user is not a member. */
  boolean removeMember(UUID roomId, UUID userId);

  void addInvitation(UUID roomId, UUID userId, UUID invitedBy, Instant now);

  /** Returns false if the user is not invited. */
  boolean removeInvitation(UUID roomId, UUID userId);

  /** How many rooms the user has made that are not archived; no direct or classic ones. */
  long countMade(UUID userId);

  /** How many rooms the user is in; no direct or classic ones. */
  long countMemberships(UUID userId);

  /** How many direct rooms the user has made since then. */
  long countDirectMade(UUID userId, Instant since);

  /** How many invitations of a user were not declined. */
  long countOpen(UUID userId);

  /** How many invitations a user has from that other, declined ones included. */
  long countFrom(UUID userId, UUID inviter);

  /** Archives the room; returns false if it no longer has this version. */
  boolean archive(UUID roomId, long version, Instant now);

  /** Opens the room again; returns false if it no longer has this version. */
  boolean reopen(UUID roomId, long version);
}
