package org.securechat.server.room;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.securechat.protocol.application.Visibility;

/**
 * What other users want of a user, and from whom the user wants nothing. It knows no rules, and
 * each change has a transaction of its own. Thread-safe.
 */
public interface InvitationRepository {

  /** An invitation that was not declined. */
  record Open(String room, Visibility visibility, String invitedBy, Instant invitedAt) {}

  /** The invitations of a user that were not declined and whose rooms are not archived, by room. */
  List<Open> open(UUID userId, String after, int limit);

  /** How many invitations of a user were not declined. */
  long countOpen(UUID userId);

  /** How many invitations a user has from that other, declined ones included. */
  long countFrom(UUID userId, UUID inviter);

  void decline(UUID roomId, UUID userId, Instant now);

  /** Declines all invitations that a user has from that other. */
  void declineFrom(UUID userId, UUID inviter, Instant now);

  /** Whether the first user has blocked the second. */
  boolean isBlocked(UUID userId, UUID other);

  /** Does nothing if the user has blocked the other already. */
  void block(UUID userId, UUID other, Instant now);

  /** Does nothing if the user has not blocked the other. */
  void unblock(UUID userId, UUID other);

  /** Names of the users whom the user has blocked, by name. */
  List<String> blocked(UUID userId, String after, int limit);

  long countBlocked(UUID userId);

  /** Deletes every invitation to a user, and every block by and of the user. */
  void deleteAll(UUID userId);
}
