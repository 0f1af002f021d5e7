package org.securechat.server.search;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import org.securechat.protocol.evidence.Positions;
import org.securechat.server.ledger.LedgerStore;

/**
 * Takes from the index what it knows of segments in which messages are erased, whether there is an
 * index now or was one once. Thread-safe.
 */
@ApplicationScoped
public class ErasedSegments implements LedgerStore.ErasureWitness {

  @Override
  public void erased(Connection connection, UUID roomId, Positions positions) {
    // Counted first: who is indexing the room either has to wait for this row, or is waited for.
    try (PreparedStatement count =
            connection.prepareStatement(
                "INSERT INTO search_progress (room_id, form, indexed_to, erasures)"
                    + " VALUES (?, 0, 0, 1) ON DUPLICATE KEY UPDATE erasures = erasures + 1");
        PreparedStatement empty =
            connection.prepareStatement(
                "UPDATE search_segment SET last_position = 0, grams = NULL"
                    + " WHERE room_id = ? AND segment BETWEEN ? AND ? AND last_position > 0")) {
      count.setString(1, roomId.toString());
      count.executeUpdate();
      long done = -1;
      for (Positions.Range range : positions.ranges()) {
        long first = Math.max(SegmentRange.of(range.first()), done + 1);
        long last = SegmentRange.of(range.last());
        if (first <= last) {
          empty.setString(1, roomId.toString());
          empty.setLong(2, first);
          empty.setLong(3, last);
          empty.executeUpdate();
          done = last;
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the index cannot forget: " + e.getMessage(), e);
    }
  }
}
