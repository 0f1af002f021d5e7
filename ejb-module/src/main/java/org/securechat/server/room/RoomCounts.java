package org.securechat.server.room;

import org.securechat.protocol.name.Names;

/**
 * What {@link RoomLimits} compares with, as questions to the database: asked when a change is
 * decided, and in the transaction that makes it.
 */
final class RoomCounts {
  private static final String ORDINARY =
      " AND r.visibility <> 'direct' AND r.name NOT LIKE '" + Names.CLASSIC_PREFIX + "%'";

  static final String MADE =
      "SELECT COUNT(*) FROM room r WHERE r.created_by = ? AND r.archived_at IS NULL" + ORDINARY;

  static final String MEMBERSHIPS =
      "SELECT COUNT(*) FROM membership m JOIN room r ON r.id = m.room_id WHERE m.user_id = ?"
          + ORDINARY;

  static final String DIRECT_MADE =
      "SELECT COUNT(*) FROM room r WHERE r.created_by = ? AND r.created_at > ?"
          + " AND r.visibility = 'direct'";

  private RoomCounts() {}
}
