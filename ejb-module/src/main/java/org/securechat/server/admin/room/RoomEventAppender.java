package org.securechat.server.admin.room;

import org.securechat.server.moderation.Decision;
import org.securechat.server.room.MembershipChange;
import org.securechat.server.room.SupersededException;

/** The room's transcript and those who listen to it, as the room's administration needs them. */
public interface RoomEventAppender {
  /**
   * Commits a change together with its line, and sends it to every session that listens to the
   * room. Waits for the commit, so the caller may hold no transaction.
   *
   * @throws SupersededException if the change no longer holds
   * @throws org.securechat.server.DomainException if the line was not written
   */
  void commit(MembershipChange change);

  /**
   * As {@link #commit(MembershipChange)}, for a decision.
   *
   * @throws SupersededException if it cannot be made any more
   * @throws org.securechat.server.DomainException if the line was not written
   */
  void commit(Decision decision);
}
